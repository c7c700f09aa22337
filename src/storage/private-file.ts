import { open, rm } from 'node:fs/promises';
import { codeOf } from '../error-code.ts';

/** Makes the file where there is none, so that at no moment others can read it; SQLite makes its logs alike. */
export async function makePrivate(path: string): Promise<void> {
  try {
    await makeNew(path);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

/** Has `write` fill a new file that at no moment others can read. Rejects where it is there; leaves none that failed. */
export async function fillPrivate(path: string, write: () => Promise<void>): Promise<void> {
  await makeNew(path);
  try {
    await write();
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

async function makeNew(path: string): Promise<void> {
  await (await open(path, 'wx', 0o600)).close();
}
