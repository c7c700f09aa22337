import type { StoredKey } from '../../keys/account.ts';
import { maskKey } from '../../keys/key-form.ts';
import { parseKeyName } from '../../keys/key-name.ts';
import type { Command, Turn } from '../command.ts';
import { guidance } from '../guidance.ts';
import { findNamed, KEY_NAME, keyChoices, keysOf, labelOf } from '../key-labels.ts';
import { askForName, nameProblem } from '../naming.ts';
import { unknownKey } from '../redirections.ts';
import { nameTaken } from '../registration.ts';
import type { Reply } from '../reply.ts';
import type { Given } from '../request.ts';

interface Wish {
  readonly key?: StoredKey | undefined;
  readonly to?: string | undefined;
}

/** Renames a key, or asks for what is not said. */
async function rename(turn: Turn, given: Given): Promise<Reply> {
  const { say, services, request } = turn;
  const keys = await keysOf(turn);
  if (keys.length === 0) return guidance(turn, { kind: 'no-key' });
  const { key, to } = readWish(keys, given);
  if (key === undefined) return given.name === undefined ? whichOne(turn, keys) : unknownKey(turn, keys);
  if (to === undefined) return askForNewName(turn, key);
  const form = parseKeyName(to);
  if (form.kind === 'no-name') return nameProblem(turn, form.problem);
  const outcome = await services.vault.rename(await turn.owner(), key.id, form.name);
  if (outcome === 'name-taken') return nameTaken(turn, form.name);
  if (outcome === 'gone') return keyGone(turn, await keysOf(turn));
  return {
    outcome: 'named',
    tone: 'good',
    paragraphs: [say('named', { key: maskKey(key.key), name: form.name, platform: request.platform })],
  };
}

/**
 * Which key is meant, and what it is to be called, as far as that is said.
 *
 * Where there are no options, both names may stand in a row. Who has but one key need not say which.
 */
function readWish(keys: readonly StoredKey[], { name, to }: Given): Wish {
  const [only] = keys.length === 1 ? keys : [];
  if (name === undefined) return { key: only, to };
  const key = findNamed(keys, name);
  if (to !== undefined) return { key, to };
  return (
    (key === undefined ? bothNames(keys, name) : undefined) ?? (only ? { key: only, to: name } : { key })
  );
}

/** The longest beginning that names a key, and the words behind it. */
function bothNames(keys: readonly StoredKey[], line: string): Wish | undefined {
  const words = line.split(' ');
  for (let count = words.length - 1; count > 0; count -= 1) {
    const key = findNamed(keys, words.slice(0, count).join(' '));
    if (key !== undefined) return { key, to: words.slice(count).join(' ') };
  }
  return undefined;
}

async function askForNewName(turn: Turn, key: StoredKey): Promise<Reply> {
  const question = await askForName(turn, key);
  return { outcome: 'asked', tone: 'neutral', title: labelOf(key), paragraphs: [question] };
}

function whichOne({ say }: Turn, keys: readonly StoredKey[]): Reply {
  return {
    outcome: 'asked',
    tone: 'neutral',
    paragraphs: [say('name-which')],
    buttons: keyChoices(keys, { command: 'key name', press: 'ask' }),
  };
}

async function ask(turn: Turn, keyId = ''): Promise<Reply> {
  const keys = await keysOf(turn);
  const key = keys.find(({ id }) => id === keyId);
  return key === undefined ? keyGone(turn, keys) : askForNewName(turn, key);
}

function keyGone(turn: Turn, left: readonly StoredKey[]): Reply {
  return left.length === 0 ? guidance(turn, { kind: 'no-key' }) : unknownKey(turn, left);
}

export const keyName: Command = {
  name: 'key name',
  flatName: 'namekey',
  personal: true,
  options: [KEY_NAME, { name: 'to', type: 'text' }],
  run: rename,
  presses: { ask },
};
