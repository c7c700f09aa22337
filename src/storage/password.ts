import { blottable } from '../blottable.ts';
import { percentDecoded } from '../percent-decoded.ts';
import type { Secret } from '../secret.ts';
import { isStorageUrl, storageKind } from './open-storage.ts';

/** What is written in the place of a user, a password, a host or a database, as the clients of the servers read it. */
const ENCODED = ['username', 'password', 'hostname', 'pathname'] as const;

/** Where `pg` looks first for the password. */
const IN_QUERY = /[?&]password=([^&#]*)/;

/**
 * What is wrong with the encoding of an address of a store, to be said behind its name; `undefined` where the client of
 * the server reads it as it was meant, and for files.
 */
export function encodingFault(url: string): string | undefined {
  const server = serverAt(url);
  if (server === undefined) return undefined;
  if (ENCODED.some((part) => percentDecoded(server[part]) === undefined))
    return 'has a % before what is no code of a character; write %25 for %';
  // What stands before the / would be taken for the server, and the password for a part of its database's name.
  if (server.pathname.includes('@'))
    return 'has an @ behind a /; write %2F for a / in a password, %40 for an @';
  return undefined;
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
