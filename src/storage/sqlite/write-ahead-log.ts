import { stat } from 'node:fs/promises';
import KeyvSqlite from '@keyv/sqlite';
import { ConstantBackoff, handleWhenResult, retry } from 'cockatiel';
import { asStorageError } from '../storage-error.ts';

/** Readers keep the log from being cut, those of the bot itself for a moment only. */
const ATTEMPTS = 50;
const PAUSE_MS = 20;

/**
 * Brings everything in the write-ahead log into the database and cuts the log to nothing, trying for about a second.
 *
 * On a connection of its own and without SQLite's patience: waiting for a lock on the connection of the store
 * would keep everybody waiting.
 *
 * @param uri `sqlite://` and the path
 * @returns whether the log is empty now
 */
export async function cutLog(uri: string): Promise<boolean> {
  // SQLite would make a file that is not there any more, for everybody to read.
  await stat(uri.slice('sqlite://'.length));
  const adapter = new KeyvSqlite({ uri });
  const attempts = retry(
    handleWhenResult((cut) => cut === false),
    { maxAttempts: ATTEMPTS, backoff: new ConstantBackoff(PAUSE_MS) },
  );
  try {
    await adapter.query('PRAGMA busy_timeout=0');
    return await attempts.execute(() => tryToCut(adapter));
  } finally {
    await adapter.disconnect();
  }
}

async function tryToCut(adapter: KeyvSqlite): Promise<boolean> {
  try {
    const [row] = (await adapter.query('PRAGMA wal_checkpoint(TRUNCATE)')) as { busy: number }[];
    return row?.busy === 0;
  } catch (error) {
    if (asStorageError(error).problem === 'busy') return false;
    throw error;
  }
}
