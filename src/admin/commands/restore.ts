import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeOf } from '../../error-code.ts';
import { type Census, takeCensus } from '../../records/census.ts';
import { Cipher } from '../../records/cipher.ts';
import { KINDS } from '../../records/kinds.ts';
import {
  INDEX_KEY,
  LEGACY_KEY_CHECK,
  openRecordNames,
  type RecordNames,
  WrongKeyError,
} from '../../records/record-names.ts';
import { Records } from '../../records/records.ts';
import { openStorage, storageFolder, withoutPassword } from '../../storage/open-storage.ts';
import type { Storage } from '../../storage/storage.ts';
import { StorageError, unlessStoreFails } from '../../storage/storage-error.ts';
import { type AdminCommand, type AdminContext, AdminError } from '../command.ts';

const REPLACE = '--replace';
const INCOMPLETE = '--incomplete';

export const restore: AdminCommand = {
  name: 'restore',
  parameters: `FILE [${REPLACE}] [${INCOMPLETE}]`,
  summary: 'puts a backup in the place of all that is stored, after checking it',
  async run(context, args) {
    const file = args.find((arg) => !arg.startsWith('--'));
    if (file === undefined) throw new AdminError('Name the backup: restore FILE');
    // Beside the store: where everything else is read-only, this is not.
    const home = storageFolder(context.config.storeUrl) ?? tmpdir();
    await mkdir(home, { recursive: true, mode: 0o700 });
    const folder = await mkdtemp(join(home, 'restore-'));
    try {
      const copy = join(folder, 'backup.sqlite');
      await copyBackup(file, copy);
      const { total, closed } = await checkBackup(context, file, copy);
      if (closed.length > 0 && !args.includes(INCOMPLETE))
        throw new AdminError(
          `${closed.length} of ${total} records in ${file} do not open. Set the encryption keys of its time in ENCRYPTION_KEYS. If they are lost: restore FILE ${INCOMPLETE}`,
        );
      const hasOtherNames = await putInPlace(context, copy, args.includes(REPLACE));
      context.print(`${total} records are restored.`);
      if (hasOtherNames)
        context.print('A bot that is running knows the records by other names: start it again now.');
      return 0;
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};

async function copyBackup(file: string, copy: string): Promise<void> {
  try {
    await copyFile(file, copy);
  } catch (error) {
    throw new AdminError(`The backup ${file} cannot be read (${codeOf(error) ?? 'no code'}).`);
  }
}

/** Opening a store writes to it, so this works on a copy. */
async function checkBackup({ config }: AdminContext, file: string, copy: string): Promise<Census> {
  let storage: Storage | undefined;
  try {
    storage = await openStorage(`sqlite://${copy}`, () => undefined);
    if (!(await isOfThisBot(storage)))
      throw new AdminError(`${file} is no backup of this bot. Nothing was changed.`);
    const census = await takeCensus(await Records.open(storage, config.keyRing));
    await storage.scrub();
    return census;
  } catch (error) {
    if (error instanceof WrongKeyError)
      throw new AdminError(
        `None of the encryption keys at hand opens the backup ${file}. Set the keys of its time in ENCRYPTION_KEYS.`,
      );
    if (error instanceof StorageError)
      throw new AdminError(
        `${file} is not a whole database of this bot (${error.problem}). Nothing was changed.`,
      );
    throw error;
  } finally {
    await storage?.close();
  }
}

/** @returns whether the backup has names of its own for the records */
async function putInPlace({ config }: AdminContext, copy: string, replace: boolean): Promise<boolean> {
  const storage = await openStorage(config.storeUrl, () => undefined);
  try {
    const count = await countUserRecords(storage);
    if (count > 0 && !replace)
      throw new AdminError(
        `The store ${withoutPassword(config.storeUrl)} holds ${count} records, which would be lost. Make a backup of them, then: restore FILE ${REPLACE}`,
      );
    const cipher = new Cipher(config.keyRing);
    const before = await namesOf(storage, cipher);
    await storage.restore(copy);
    const hasOtherNames = before?.adopt(await openRecordNames(storage, cipher)) ?? false;
    // What was there before is gone all the same; the bot scrubs again and again.
    await unlessStoreFails(storage.scrub());
    return hasOtherNames;
  } finally {
    await storage.close();
  }
}

/** The names that the store has now; `undefined` for a new one, and where no key opens it. */
async function namesOf(storage: Storage, cipher: Cipher): Promise<RecordNames | undefined> {
  try {
    return (await isOfThisBot(storage)) ? await openRecordNames(storage, cipher) : undefined;
  } catch (error) {
    if (error instanceof WrongKeyError) return undefined;
    throw error;
  }
}

async function isOfThisBot(storage: Storage): Promise<boolean> {
  const marks = await Promise.all([INDEX_KEY, LEGACY_KEY_CHECK].map((name) => storage.get(name)));
  return marks.some((mark) => mark !== undefined);
}

async function countUserRecords(storage: Storage): Promise<number> {
  let count = 0;
  for (const kind of KINDS) {
    for await (const page of storage.pages(`${kind}:`)) count += page.length;
  }
  return count;
}
