import type { StoredKey } from '../keys/account.ts';
import { maskKey } from '../keys/key-form.ts';
import { type KeyNameProblem, MAX_KEY_NAME_LENGTH, parseKeyName } from '../keys/key-name.ts';
import type { Expected } from '../keys/prompts.ts';
import type { Secret } from '../secret.ts';
import { unlessStoreFails } from '../storage/storage-error.ts';
import type { Turn } from './command.ts';
import { keysOf, labelOf } from './key-labels.ts';
import { keyInMessage, keyNotName } from './key-message.ts';
import { nameTaken, registerKey } from './registration.ts';
import type { Reply } from './reply.ts';
import type { KeyTrace } from './request.ts';

/** Takes what a person writes next for the name of a key, where it is read. @returns the question */
export async function askForName({ say, services, request }: Turn, key: StoredKey): Promise<string> {
  if (services.messages[request.platform] === 'unread') {
    return say('name-by-command', { key: labelOf(key) });
  }
  await services.prompts.expect(request.user, { what: 'name', keyId: key.id });
  return say('prompt-name', { max: MAX_KEY_NAME_LENGTH });
}

/** To a text that names no key. */
export function nameProblem({ say }: Turn, problem: KeyNameProblem): Reply {
  return {
    outcome: 'no-name',
    reason: problem,
    tone: 'problem',
    paragraphs: [say(`name-${problem}`, { max: MAX_KEY_NAME_LENGTH }), say('form-nothing-changed')],
  };
}

/** Answers a message that was asked for; `undefined` where none was, or where it is something else. */
export async function answerPrompt(turn: Turn, text: Secret, trace: KeyTrace): Promise<Reply | undefined> {
  const { services, request } = turn;
  const expected = await unlessStoreFails(services.prompts.find(request.user));
  if (expected === undefined) return undefined;
  if (expected.what === 'name') return takeName(turn, expected, text);
  const key = keyInMessage(text);
  if (key === undefined) return undefined;
  const reply = await registerKey(turn, key, trace, expected.name);
  // After a key that was refused, the next one may be the right one.
  if (reply.outcome !== 'unauthorized') await services.prompts.drop(request.user);
  return reply;
}

async function takeName(
  turn: Turn,
  { keyId }: Extract<Expected, { what: 'name' }>,
  text: Secret,
): Promise<Reply | undefined> {
  const { say, services, request } = turn;
  const words = text.reveal();
  if (words.startsWith('/')) return undefined;
  // A short name in ASCII has the form of a key, so here only what nobody would call a key counts as one.
  if (keyNotName(text) !== undefined) {
    await services.prompts.drop(request.user);
    return undefined;
  }
  const form = parseKeyName(words);
  if (form.kind === 'no-name') return nameProblem(turn, form.problem);
  const named = (await keysOf(turn)).find(({ id }) => id === keyId);
  if (named === undefined) {
    await services.prompts.drop(request.user);
    return undefined;
  }
  const { name } = form;
  const outcome = await services.vault.rename(await turn.owner(), keyId, name);
  if (outcome === 'name-taken') return nameTaken(turn, name);
  await services.prompts.drop(request.user);
  if (outcome === 'gone') return undefined;
  return {
    outcome: 'named',
    tone: 'good',
    paragraphs: [say('named', { key: maskKey(named.key), name, platform: request.platform })],
  };
}
