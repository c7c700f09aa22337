import { open } from 'node:fs/promises';
import { codeOf } from '../../error-code.ts';

/** Makes the file where there is none, so that at no moment others can read it; SQLite makes its logs alike. */
export async function makePrivate(path: string): Promise<void> {
  try {
    await (await open(path, 'wx', 0o600)).close();
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}
