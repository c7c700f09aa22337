export const MAX_KEY_NAME_LENGTH = 32;

/** What stops a text from naming a key. */
export type KeyNameProblem = 'empty' | 'too-long' | 'several-lines';

export type KeyNameForm =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'no-name'; readonly problem: KeyNameProblem };

/** Joins pictographs into one, such as a family; elsewhere it does not show (Unicode Technical Standard 51). */
const EMOJI_JOINERS =
  /(?<=\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)\u200d(?=\p{Extended_Pictographic})/gu;

/** Takes a text for the name of a key: trimmed, 1 to 32 characters in one line. */
export function parseKeyName(text: string): KeyNameForm {
  const name = text.normalize('NFC').trim();
  if (name === '') return { kind: 'no-name', problem: 'empty' };
  // \p{C}: control and format characters, which would let two names look the same, or turn a line around.
  if (/[\p{C}\p{Zl}\p{Zp}]/u.test(name.replace(EMOJI_JOINERS, '')))
    return { kind: 'no-name', problem: 'several-lines' };
  if ([...name].length > MAX_KEY_NAME_LENGTH) return { kind: 'no-name', problem: 'too-long' };
  return { kind: 'name', name };
}

/** Whether two names are the same to a person: `Work` and `work`. */
export function isSameName(a: string, b: string): boolean {
  return fold(a) === fold(b);
}

function fold(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ');
}
