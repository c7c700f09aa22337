import { Secret } from '../secret.ts';

export const MIN_KEY_LENGTH = 8;
export const MAX_KEY_LENGTH = 512;

/** What stops a text from being a key. */
export type KeyFormProblem = 'too-short' | 'too-long' | 'not-ascii' | 'several-words';

export type KeyForm =
  | { readonly kind: 'key'; readonly key: Secret }
  | { readonly kind: 'no-key'; readonly problem: KeyFormProblem };

/** Takes a text for a key: trimmed, an optional `Bearer ` prefix dropped, 8 to 512 visible ASCII characters. */
export function parseKey(text: string): KeyForm {
  const candidate = text.trim().replace(/^bearer\s+/i, '');
  const problem = problemOf(candidate);
  return problem ? { kind: 'no-key', problem } : { kind: 'key', key: new Secret(candidate) };
}

function problemOf(candidate: string): KeyFormProblem | undefined {
  if (/\s/.test(candidate)) return 'several-words';
  if (!/^[\x21-\x7e]*$/.test(candidate)) return 'not-ascii';
  if (candidate.length < MIN_KEY_LENGTH) return 'too-short';
  return candidate.length > MAX_KEY_LENGTH ? 'too-long' : undefined;
}

/** Shorter words that mix them are names as well: `iPhone15`. */
const MIN_RANDOM_LENGTH = 12;

/** Looked for only where a row of them begins: at each of them, a long row would take the square of its length. */
const TRAILING_MARKS = /(?<![.!?:])[.!?:]+$/;

/**
 * A key that somebody wrote among other words, or where others read.
 *
 * Here an innocent word must not be taken for a key, so this asks for more than {@link parseKey}: the usual
 * `sk-` prefix, or length and a mix of letters and digits that no word has.
 */
export function findKeyAmong(text: string): Secret | undefined {
  const words = text.split(/[\s"'`<>()[\]{},;，。；：“”‘’]+/).map((word) => word.replace(TRAILING_MARKS, ''));
  const found = words.find(looksLikeKey);
  return found === undefined ? undefined : new Secret(found);
}

/** The words that have the form of a key, and look as no name does: small letters, capitals and digits mixed. */
export function findRandomWord(text: string): Secret | undefined {
  const found = text
    .split(/[^\x21-\x7e]+/)
    .find((word) => word.length >= MIN_RANDOM_LENGTH && problemOf(word) === undefined && isMixed(word));
  return found === undefined ? undefined : new Secret(found);
}

function isMixed(word: string): boolean {
  return /[a-z]/.test(word) && /[A-Z]/.test(word) && /\d/.test(word);
}

function looksLikeKey(word: string): boolean {
  if (problemOf(word) !== undefined || /^(https?:|@|\/)/i.test(word)) return false;
  if (/^sk-[\w-]{5,}$/.test(word)) return true;
  return /^[\w.~+/=-]{20,}$/.test(word) && /\d/.test(word) && /[a-z]/i.test(word);
}

/**
 * How a key is shown: enough to tell two keys apart, too little to use one. `sk-…last4`, for short keys less.
 *
 * Only letters and digits of it: `@abc` or `t.me` at its end would turn into a mention or a link in the chat.
 */
export function maskKey(key: Secret): string {
  const text = key.reveal();
  const prefix = /^sk-/.exec(text)?.[0] ?? '';
  const shown = text.length - prefix.length >= 12 ? 4 : 2;
  return `${prefix}…${text.slice(-shown).replace(/[^\w-]/g, '·')}`;
}
