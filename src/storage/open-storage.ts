import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type AroundStore, ObservedStore } from './observed-store.ts';
import { asStorageError, StorageError } from './storage-error.ts';
import type { Store } from './store.ts';

type Open = (
  url: string,
  onError: (error: StorageError) => unknown,
  around: AroundStore | undefined,
) => Promise<Store>;

type Kind = 'sqlite' | 'redis' | 'postgres';

/** By the scheme of the address. */
const KINDS: Readonly<Record<string, Kind>> = {
  'sqlite:': 'sqlite',
  'redis:': 'redis',
  'rediss:': 'redis',
  'postgres:': 'postgres',
  'postgresql:': 'postgres',
};

/** Each is loaded only where it is used: together they take a while. */
const OPENERS: Readonly<Record<Kind, Open>> = {
  sqlite: async (url, onError, around) =>
    (await import('./sqlite/store.ts')).openSqlite(pathOf(url), onError, around),
  redis: async (url, onError, around) =>
    observed(await (await import('./redis/storage.ts')).openRedis(url, onError), around),
  postgres: async (url, onError, around) =>
    observed(await (await import('./postgres/storage.ts')).openPostgres(url, onError), around),
};

/** Whether {@link openStorage} understands the address. */
export function isStorageUrl(url: string): boolean {
  const kind = kindOf(url);
  if (kind === 'sqlite') return pathOf(url) !== '';
  return kind !== undefined && URL.canParse(url) && new URL(url).hostname !== '';
}

/** Where Redis or Valkey keeps the records, which can do more than store. */
export function isRedisUrl(url: string): boolean {
  return kindOf(url) === 'redis';
}

/** Which store it is, in a word. Throws for an address of none. */
export function storageKind(url: string): Kind {
  const kind = kindOf(url);
  if (kind === undefined) throw new RangeError('no store has such an address');
  return kind;
}

/** Whether the store is a file that is not there yet; an empty one counts as none. */
export function isMissing(url: string): boolean {
  if (kindOf(url) !== 'sqlite') return false;
  const file = statSync(pathOf(url), { throwIfNoEntry: false });
  return file === undefined || file.size === 0;
}

/** The folder that the store is in; `undefined` for one on a server. */
export function storageFolder(url: string): string | undefined {
  return kindOf(url) === 'sqlite' ? dirname(pathOf(url)) : undefined;
}

/**
 * The address without the password, to be shown. A password that nobody has encoded may hold whatever ends one in an
 * address, so more is left out where it is not sure where it ends.
 */
export function withoutPassword(url: string): string {
  if (kindOf(url) === 'sqlite') return url;
  return url
    .replace(/^([a-z]+:\/\/[^:/?#]*).*[?&]password=.*@.*$/is, '$1…')
    .replace(/^([a-z]+:\/\/[^:]*:).*@/is, '$1…@')
    .replace(/([?&]password=).*$/is, '$1…');
}

export interface OpenOptions {
  /** Whether it must be possible to write, which is tried; by default it must. */
  readonly probe?: boolean;
  /** Goes around each operation; not around what is kept in memory, which is none. */
  readonly around?: AroundStore | undefined;
}

/**
 * Opens `sqlite://relative/path` or `sqlite:///absolute/path`, and makes the folder; or `redis://`, `rediss://`
 * (with TLS), `postgres://` with user, password, host, port and database.
 *
 * Rejects with a {@link StorageError} when it cannot be opened, is no database, is damaged, or, unless `probe` is
 * false, cannot be written. It is left as it was.
 *
 * @param onError hears of every later failure of the store, besides the rejection that its caller gets
 */
export async function openStorage(
  url: string,
  onError: (error: StorageError) => void,
  { probe = true, around }: OpenOptions = {},
): Promise<Store> {
  let opened = false;
  try {
    const store = await OPENERS[storageKind(url)](url, (error) => opened && onError(error), around);
    if (probe) await store.probe();
    opened = true;
    return store;
  } catch (cause) {
    const failure = asStorageError(cause);
    const text = `The store ${withoutPassword(url)} of STORE_URL cannot be used: ${failure.message}`;
    throw new StorageError(failure.problem, text, { cause: failure });
  }
}

function observed(store: Store, around: AroundStore | undefined): Store {
  return around === undefined ? store : new ObservedStore(store, around);
}

function kindOf(url: string): Kind | undefined {
  const scheme = url.slice(0, url.indexOf(':') + 1);
  return Object.hasOwn(KINDS, scheme) ? KINDS[scheme] : undefined;
}

function pathOf(url: string): string {
  return url.slice('sqlite://'.length);
}
