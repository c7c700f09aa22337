import type { StoreConfig } from '../config.ts';
import { Records } from '../records/records.ts';
import { isMissing, openStorage } from '../storage/open-storage.ts';
import type { Storage } from '../storage/storage.ts';

/** What a command of the operator has at hand. */
export interface AdminContext {
  readonly config: StoreConfig;
  readonly print: (line: string) => void;
  /** Aborted when the operator presses Ctrl+C. */
  readonly interrupted: AbortSignal;
}

/** Something that the operator does to the store, beside the running bot or without it. */
export interface AdminCommand {
  readonly name: string;
  /** What stands behind the name, for the help. */
  readonly parameters: string;
  readonly summary: string;
  /** @returns the exit code: 0 where all is well, 1 where there is something to look at */
  run(context: AdminContext, args: readonly string[]): Promise<number>;
}

/** Wrong words behind a command, or a store that is not as the command needs it. The message says how to go on. */
export class AdminError extends Error {
  override name = 'AdminError';
}

/**
 * Opens the store for `task`. A store that is not there is a mistake here, and is not made.
 *
 * @param access by default a store that cannot be written is refused at once
 */
export async function withRecords(
  { config }: AdminContext,
  task: (records: Records, storage: Storage) => Promise<number>,
  access: 'read' | 'write' = 'write',
): Promise<number> {
  if (isMissing(config.storeUrl)) {
    throw new AdminError(
      `There is no store at ${config.storeUrl}. Set STORE_URL to the one that the bot uses, seen from this folder.`,
    );
  }
  const storage = await openStorage(config.storeUrl, () => undefined, { probe: access === 'write' });
  try {
    return await task(await Records.open(storage, config.keyRing), storage);
  } finally {
    await storage.close();
  }
}
