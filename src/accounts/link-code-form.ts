/** Without I, L, O and U, which are misread or spell words (Crockford, "Base 32"). */
export const LINK_CODE_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export const LINK_CODE_LENGTH = 8;

/** A one-time code as it is stored: eight characters of {@link LINK_CODE_ALPHABET}. */
export type LinkCode = string;

/** How a code is shown: `ABCD-2345`. */
export function formatLinkCode(code: LinkCode): string {
  return `${code.slice(0, LINK_CODE_LENGTH / 2)}-${code.slice(LINK_CODE_LENGTH / 2)}`;
}

/** Reads a code however somebody writes it off: `abcd 2345`, with an O for the 0. `undefined` for anything else. */
export function parseLinkCode(text: string): LinkCode | undefined {
  const code = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  const isCode =
    code.length === LINK_CODE_LENGTH &&
    [...code].every((character) => LINK_CODE_ALPHABET.includes(character));
  return isCode ? code : undefined;
}

/** The code that a message consists of, in the form that it is shown in; other texts may be keys or names. */
export function linkCodeInMessage(text: string): LinkCode | undefined {
  return /^\s*\w{4}-\w{4}\s*$/.test(text) ? parseLinkCode(text) : undefined;
}
