import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Census, takeCensus } from '../../records/census.ts';
import { KINDS } from '../../records/kinds.ts';
import { WrongKeyError } from '../../records/record-names.ts';
import { Records } from '../../records/records.ts';
import { openStorage, storageFolder } from '../../storage/open-storage.ts';
import type { Storage } from '../../storage/storage.ts';
import { StorageError } from '../../storage/storage-error.ts';
import { type AdminCommand, type AdminContext, AdminError } from '../command.ts';

const REPLACE = '--replace';

export const restore: AdminCommand = {
  name: 'restore',
  parameters: `FILE [${REPLACE}]`,
  summary: 'puts a backup in the place of all that is stored, after checking it',
  async run(context, args) {
    const file = args.find((arg) => arg !== REPLACE);
    if (file === undefined) throw new AdminError('Say from where: restore FILE');
    // Beside the store: where everything else is read-only, this is not.
    const home = storageFolder(context.config.storeUrl);
    await mkdir(home, { recursive: true, mode: 0o700 });
    const folder = await mkdtemp(join(home, 'restore-'));
    try {
      const copy = join(folder, 'backup.sqlite');
      await copyBackup(file, copy);
      const { total, closed } = await checkBackup(context, file, copy);
      await putInPlace(context, copy, args.includes(REPLACE));
      const but = closed.length > 0 ? `, ${closed.length} of which do not open` : '';
      context.print(`${total} records are restored${but}.`);
      context.print('If the bot is running, start it again: it may know the records by other names.');
      return closed.length > 0 ? 1 : 0;
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};

async function copyBackup(file: string, copy: string): Promise<void> {
  try {
    await copyFile(file, copy);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw new AdminError(`The backup ${file} cannot be read${code}.`);
  }
}

/** Opening a store writes to it, so this works on a copy. */
async function checkBackup({ config }: AdminContext, file: string, copy: string): Promise<Census> {
  let storage: Storage | undefined;
  try {
    storage = await openStorage(`sqlite://${copy}`, () => undefined);
    const census = await takeCensus(await Records.open(storage, config.keyRing));
    await storage.scrub();
    return census;
  } catch (error) {
    if (error instanceof WrongKeyError)
      throw new AdminError(
        `None of the encryption keys at hand opens the backup ${file}. Set the keys of its time in ENCRYPTION_KEYS.`,
      );
    if (error instanceof StorageError)
      throw new AdminError(`${file} is no sound backup (${error.problem}). Nothing was changed.`);
    throw error;
  } finally {
    await storage?.close();
  }
}

async function putInPlace({ config }: AdminContext, copy: string, replace: boolean): Promise<void> {
  const storage = await openStorage(config.storeUrl, () => undefined);
  try {
    const count = await countUserRecords(storage);
    if (count > 0 && !replace)
      throw new AdminError(
        `The store ${config.storeUrl} holds ${count} records, which would be lost. Make a backup of them, then: restore FILE ${REPLACE}`,
      );
    await storage.restore(copy);
    await storage.scrub();
  } finally {
    await storage.close();
  }
}

async function countUserRecords(storage: Storage): Promise<number> {
  let count = 0;
  for (const kind of KINDS) {
    for await (const page of storage.pages(`${kind}:`)) count += page.length;
  }
  return count;
}
