import { maskKey } from '../../keys/key-form.ts';
import { parseKeyName } from '../../keys/key-name.ts';
import type { Command, Turn } from '../command.ts';
import { guidance } from '../guidance.ts';
import { findNamed, KEY_NAME, keysOf } from '../key-labels.ts';
import { nameProblem, nameTaken } from '../naming.ts';
import { unknownKey } from '../redirections.ts';
import type { Reply } from '../reply.ts';
import type { Given } from '../request.ts';

/** Renames a key. Who has but one need not say which. */
async function rename(turn: Turn, { name, to }: Given): Promise<Reply> {
  const { say, services, request } = turn;
  const keys = await keysOf(turn);
  if (keys.length === 0) return guidance(turn, { kind: 'no-key' });
  const [only] = keys.length === 1 ? keys : [];
  const wanted = to ?? (only && name) ?? '';
  const key = to === undefined || name === undefined ? only : findNamed(keys, name);
  if (key === undefined) return unknownKey(turn, keys);
  const form = parseKeyName(wanted);
  if (form.kind === 'no-name') return nameProblem(turn, form.problem);
  if (!(await services.vault.rename(await turn.owner(), key.id, form.name)))
    return nameTaken(turn, form.name);
  return {
    outcome: 'named',
    tone: 'good',
    paragraphs: [say('named', { key: maskKey(key.key), name: form.name, platform: request.platform })],
  };
}

export const keyName: Command = {
  name: 'key name',
  flatName: 'namekey',
  personal: true,
  options: [KEY_NAME, { name: 'to', type: 'text' }],
  run: rename,
};
