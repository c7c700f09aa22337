import { blottable } from '../blottable.ts';
import { percentDecoded } from '../percent-decoded.ts';
import type { Secret } from '../secret.ts';
import { isStorageUrl, storageKind } from './open-storage.ts';

/** What is written in the place of a user, a password, a host or a database, as the clients of the servers read it. */
const ENCODED = ['username', 'password', 'hostname', 'pathname'] as const;

/** What is said, behind its name, of an address that is not {@link isWellEncoded}. */
export const BADLY_ENCODED = 'has a % before what is no code of a character; write %25 for %';

/** Where `pg` looks first for the password. */
const IN_QUERY = /[?&]password=([^&#]*)/;

/** Whether the client of the server can read what is percent-encoded in an address of a store; files have nothing. */
export function isWellEncoded(url: string): boolean {
  const server = serverAt(url);
  return server === undefined || ENCODED.every((part) => percentDecoded(server[part]) !== undefined);
}

/** The forms that the password in the address of a store may have in a log, to be blotted out; none for a file. */
export function passwordsIn(text: string): Secret[] {
  const url = serverAt(text);
  if (url === undefined) return [];
  const [, written = ''] = /^[a-z]+:\/\/[^/?#@:]*:([^/?#]*)@/.exec(text) ?? [];
  const [, asked = ''] = IN_QUERY.exec(text) ?? [];
  const passwords = [percentDecoded(url.password) ?? '', ...url.searchParams.getAll('password')].filter(
    (each) => each !== '',
  );
  if (passwords.length === 0) return [];
  return blottable([
    text,
    url.href,
    written,
    url.password,
    asked,
    ...passwords.flatMap((each) => [each, encodeURIComponent(each)]),
  ]);
}

function serverAt(url: string): URL | undefined {
  return isStorageUrl(url) && storageKind(url) !== 'sqlite' ? new URL(url) : undefined;
}
