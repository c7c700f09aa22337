import type { StoredKey } from '../keys/account.ts';
import { MAX_KEY_LENGTH, MIN_KEY_LENGTH } from '../keys/key-form.ts';
import type { Command, Turn } from './command.ts';
import { labelOf } from './key-labels.ts';
import type { Reply } from './reply.ts';

/** To a command that this version does not have. */
export function unknownCommand({ say }: Turn): Reply {
  return {
    outcome: 'unknown-command',
    tone: 'neutral',
    title: say('unknown-title'),
    paragraphs: [say('unknown')],
  };
}

/** To the name of a key that there is not. */
export function unknownKey({ say }: Turn, keys: readonly StoredKey[]): Reply {
  return {
    outcome: 'unknown-key',
    tone: 'problem',
    paragraphs: [
      say('unknown-key'),
      keys.map((key) => say('unknown-key-item', { name: labelOf(key) })).join('\n'),
    ],
  };
}

/** To a personal command in a group. */
export function wayToPrivateChat({ say }: Turn, command: Command): Reply {
  return {
    outcome: 'private-only',
    tone: 'neutral',
    paragraphs: [say('private-only')],
    buttons: [{ kind: 'private-chat', label: say('button-private-chat'), command: command.name }],
  };
}

/** To a message in which there is no key. */
export function hint({ say }: Turn): Reply {
  return {
    outcome: 'hint',
    tone: 'neutral',
    paragraphs: [say('hint', { min: MIN_KEY_LENGTH, max: MAX_KEY_LENGTH }), say('hint-next')],
  };
}

/** To a key that was shown where others read. */
export function leakAdvice({ say, services }: Turn, deleted: boolean): Reply {
  return {
    outcome: deleted ? 'leak-deleted' : 'leak-left',
    tone: 'problem',
    title: say('leak-title'),
    paragraphs: [say(deleted ? 'leak-deleted' : 'leak-left'), say('leak-next', { url: services.keyPageUrl })],
    buttons: [
      { kind: 'link', label: say('button-get-key'), url: services.keyPageUrl },
      { kind: 'private-chat', label: say('button-private-chat'), command: 'start' },
    ],
  };
}

/** To somebody outside the circle of a private bot. @param id what the operator would have to let in */
export function wayIn({ say }: Turn, id: string): Reply {
  return {
    outcome: 'stranger',
    tone: 'neutral',
    title: say('stranger-title'),
    paragraphs: [say('stranger', { id })],
    aside: true,
  };
}

/** To somebody of whom it cannot be told whether they belong to that circle. */
export function comeAgain({ say }: Turn): Reply {
  return {
    outcome: 'unverified',
    tone: 'problem',
    title: say('stranger-title'),
    paragraphs: [say('unverified')],
    aside: true,
  };
}
