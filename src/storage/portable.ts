import { Failures } from './failures.ts';
import { fillPrivate } from './private-file.ts';
import type { Storage, StoredRecord } from './storage.ts';
import { asStorageError } from './storage-error.ts';

/**
 * Writes records to a new file as a store of SQLite, which is how backups are kept, whatever store they are of.
 * Rejects where the file is there already.
 */
export function writePortable(path: string, pages: AsyncIterable<readonly StoredRecord[]>): Promise<void> {
  return fillPrivate(path, () =>
    withPortable(path, async (file) => {
      for await (const page of pages) await file.commit(page);
      await file.scrub();
    }),
  );
}

/** All records of such a file. */
export async function readPortable(path: string): Promise<StoredRecord[]> {
  const records: StoredRecord[] = [];
  await withPortable(path, async (file) => {
    for await (const page of file.pages()) records.push(...page);
  });
  return records;
}

async function withPortable(path: string, task: (file: Storage) => Promise<void>): Promise<void> {
  const { openFile } = await import('./sqlite/storage.ts');
  const file = await openFile(path, new Failures(asStorageError, () => undefined));
  try {
    await task(file);
  } finally {
    await file.close();
  }
}
