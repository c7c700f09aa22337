import { findKeyAmong, findRandomWord, parseKey } from '../keys/key-form.ts';
import { parseKeyName } from '../keys/key-name.ts';
import type { Secret } from '../secret.ts';

/**
 * The key in a message of a private chat: the whole message, or one that stands out among other words.
 *
 * A message that begins with a slash is a command that the platform did not know, and an address is no key,
 * although both have the form of one.
 */
export function keyInMessage(text: Secret): Secret | undefined {
  const words = text.reveal().trim();
  return /^(\/|https?:)/i.test(words) ? findKeyAmong(words) : (keyIfWhole(words) ?? findKeyAmong(words));
}

/**
 * The key in words that were not plainly sent as one: behind a command, or where others read.
 *
 * @param commandName the command that the words follow, if any; behind `key…` everything in the form of a key is one
 */
export function keyAmongWords(words: Secret, commandName?: string): Secret | undefined {
  const expected = commandName?.startsWith('key') ?? false;
  return (expected ? keyIfWhole(words.reveal()) : undefined) ?? findKeyAmong(words.reveal());
}

/** The key in words that may be the name of one instead: more than {@link keyAmongWords} finds, less than a whole key. */
export function keyNotName(words: Secret): Secret | undefined {
  return findKeyAmong(words.reveal()) ?? findRandomWord(words.reveal());
}

/** What stands before the key, as the name that it shall go by: `work` in `work sk-…` and in `name:work sk-…`. */
export function nameBefore(words: Secret, key: Secret): string | undefined {
  const [before = ''] = words.reveal().split(key.reveal(), 1);
  const form = parseKeyName(before.replace(/^\s*name\s*[:：=]/i, '').replace(/[\s:：=]+$/, ''));
  return form.kind === 'name' ? form.name : undefined;
}

function keyIfWhole(words: string): Secret | undefined {
  const form = parseKey(words);
  return form.kind === 'key' ? form.key : undefined;
}
