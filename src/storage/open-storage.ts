import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { openSqlite } from './sqlite/storage.ts';
import { asStorageError, StorageError } from './storage-error.ts';
import type { Store } from './store.ts';

const SQLITE_SCHEME = 'sqlite://';

/** Whether {@link openStorage} understands the address. */
export function isStorageUrl(url: string): boolean {
  return url.startsWith(SQLITE_SCHEME) && url.length > SQLITE_SCHEME.length;
}

/** Whether there is a store at the address already; an empty file is none. */
export function storageExists(url: string): boolean {
  const file = statSync(url.slice(SQLITE_SCHEME.length), { throwIfNoEntry: false });
  return file !== undefined && file.size > 0;
}

/** The folder that the store is in. */
export function storageFolder(url: string): string {
  return dirname(url.slice(SQLITE_SCHEME.length));
}

export interface OpenOptions {
  /** Whether it must be possible to write, which is tried; by default it must. */
  readonly probe?: boolean;
}

/**
 * Opens `sqlite://relative/path` or `sqlite:///absolute/path`, and makes the folder.
 *
 * Rejects with a {@link StorageError} when the file cannot be opened, is no database, is damaged, or, unless
 * `probe` is false, cannot be written. It is left as it was.
 *
 * @param onError hears of every later failure of the store, besides the rejection that its caller gets
 */
export async function openStorage(
  url: string,
  onError: (error: StorageError) => void,
  { probe = true }: OpenOptions = {},
): Promise<Store> {
  let opened = false;
  try {
    const storage = await openSqlite(url.slice(SQLITE_SCHEME.length), (error) => opened && onError(error));
    if (probe) await storage.probe();
    opened = true;
    return storage;
  } catch (cause) {
    const { problem, message } = asStorageError(cause);
    const text = `The store ${url} of STORE_URL cannot be used: ${message}`;
    throw new StorageError(problem, text, { cause });
  }
}
