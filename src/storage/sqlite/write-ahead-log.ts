import { asStorageError, StorageError } from '../storage-error.ts';
import { Connection } from './connection.ts';
import { whenFree } from './when-free.ts';

/**
 * Brings everything in the write-ahead log into the database and cuts the log to nothing, trying for about a second:
 * readers keep it from being cut, those of the bot itself for a moment only. Rejects where it could not be cut.
 *
 * On a connection of its own and without SQLite's patience: waiting for a lock on the connection of the store
 * would keep everybody waiting.
 *
 * @param path the file of the store, which is there
 */
export async function cutLog(path: string): Promise<void> {
  const connection = await Connection.open(path, 0);
  try {
    await whenFree(async () => {
      if (!(await isCut(connection))) throw new StorageError('busy', 'the write-ahead log could not be cut');
    });
  } finally {
    await connection.close();
  }
}

async function isCut(connection: Connection): Promise<boolean> {
  try {
    const [row] = await connection.query<{ busy: number }>('PRAGMA wal_checkpoint(TRUNCATE)');
    return row?.busy === 0;
  } catch (error) {
    if (asStorageError(error).problem === 'busy') return false;
    throw error;
  }
}
