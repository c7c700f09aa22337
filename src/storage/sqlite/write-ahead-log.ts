import { ConstantBackoff, handleWhenResult, retry } from 'cockatiel';
import { asStorageError } from '../storage-error.ts';
import { Connection } from './connection.ts';

/** Readers keep the log from being cut, those of the bot itself for a moment only. */
const ATTEMPTS = 50;
const PAUSE_MS = 20;

/**
 * Brings everything in the write-ahead log into the database and cuts the log to nothing, trying for about a second.
 *
 * On a connection of its own and without SQLite's patience: waiting for a lock on the connection of the store
 * would keep everybody waiting.
 *
 * @param path the file of the store, which is there
 * @returns whether the log is empty now
 */
export async function cutLog(path: string): Promise<boolean> {
  const connection = await Connection.open(path, 0);
  const attempts = retry(
    handleWhenResult((cut) => cut === false),
    { maxAttempts: ATTEMPTS, backoff: new ConstantBackoff(PAUSE_MS) },
  );
  try {
    return await attempts.execute(() => tryToCut(connection));
  } finally {
    await connection.close();
  }
}

async function tryToCut(connection: Connection): Promise<boolean> {
  try {
    const [row] = await connection.query<{ busy: number }>('PRAGMA wal_checkpoint(TRUNCATE)');
    return row?.busy === 0;
  } catch (error) {
    if (asStorageError(error).problem === 'busy') return false;
    throw error;
  }
}
