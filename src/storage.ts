import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import KeyvSqlite from '@keyv/sqlite';
import { Keyv } from 'keyv';

const SQLITE_SCHEME = 'sqlite://';
const BUSY_TIMEOUT_MS = 5_000;

/** The one store of the process: texts by name. A failing store rejects; it never looks empty. */
export interface Storage {
  get(name: string): Promise<string | undefined>;
  /** @param ttlMs milliseconds until the record counts as gone; without it, it stays. */
  set(name: string, value: string, ttlMs?: number): Promise<void>;
  /** Whether there was something to delete. */
  delete(name: string): Promise<boolean>;
  /** Removes what has expired; Keyv itself only does so when an expired record is read. */
  sweepExpired(): Promise<void>;
  /** Writes and reads back a record; rejects where the store can do no work. */
  probe(): Promise<void>;
  close(): Promise<void>;
}

/** The store cannot be opened, in words for the operator. */
export class StorageError extends Error {
  override name = 'StorageError';
}

/** Whether {@link openStorage} can open it: `sqlite://` and a path. */
export function isStorageUrl(url: string): boolean {
  return url.startsWith(SQLITE_SCHEME) && url.length > SQLITE_SCHEME.length;
}

/**
 * Opens `sqlite://relative/path` or `sqlite:///absolute/path`, makes the folder, and probes the database.
 *
 * Rejects with a {@link StorageError} when the file cannot be opened, is no database, or cannot be written. It
 * is left as it was.
 *
 * @param onError hears of every failure of the store, besides the rejection that its caller gets
 */
export async function openStorage(url: string, onError: (error: Error) => void): Promise<Storage> {
  try {
    return await openSqlite(url, onError);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'unknown reason';
    throw new StorageError(`The store ${url} of STORE_URL cannot be used: ${why}.`, { cause });
  }
}

async function openSqlite(url: string, onError: (error: Error) => void): Promise<Storage> {
  const path = url.slice(SQLITE_SCHEME.length);
  if (path !== ':memory:') await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const adapter = new KeyvSqlite({ uri: url, busyTimeout: BUSY_TIMEOUT_MS });
  // Without throwOnErrors Keyv answers `undefined` when the store fails, which reads as "nothing stored".
  const keyv = new Keyv<string>({ store: adapter, throwOnErrors: true });
  keyv.on('error', onError);
  const storage = sqliteStorage(keyv, adapter);
  await adapter.query('PRAGMA journal_mode=WAL');
  await adapter.query('PRAGMA secure_delete=ON');
  await storage.probe();
  return storage;
}

function sqliteStorage(keyv: Keyv<string>, adapter: KeyvSqlite): Storage {
  return {
    get: (name) => keyv.get(name),
    async set(name, value, ttlMs) {
      await keyv.set(name, value, ttlMs);
    },
    delete: (name) => keyv.delete(name),
    async sweepExpired() {
      // Keyv keeps a record as JSON with its end of life, in milliseconds since 1970, in `expires`.
      const sweep = "DELETE FROM keyv WHERE json_extract(value, '$.expires') <= ?";
      await adapter.query(sweep, Date.now());
    },
    async probe() {
      const written = String(Date.now());
      await keyv.set('probe', written);
      if ((await keyv.get('probe')) !== written)
        throw new Error('the store does not return what it was given');
    },
    close: () => keyv.disconnect(),
  };
}
