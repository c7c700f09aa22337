import { randomBytes } from 'node:crypto';
import { parseKeyRing } from '../../src/records/key-ring.ts';
import { type DyingStorage, dyingAfter } from '../records/dying-storage.ts';
import { StoreFolder } from '../records/store-folder.ts';
import { OpenAccounts } from './open-accounts.ts';

const RING = parseKeyRing(randomBytes(32).toString('base64'));

/**
 * Runs `task` in processes that die before their first write, their second, and so on, each on a store of its
 * own, until one lives to the end.
 *
 * @param look at what each has left, from a process of its own
 */
export async function dieAnywhere(
  prepare: (open: OpenAccounts) => Promise<void>,
  task: (open: OpenAccounts) => Promise<unknown>,
  look: (open: OpenAccounts) => Promise<void>,
): Promise<number> {
  for (let writes = 0; ; writes += 1) {
    await using folder = await StoreFolder.make();
    {
      await using open = await OpenAccounts.open(folder, RING);
      await prepare(open);
    }
    let dying: DyingStorage | undefined;
    {
      const through = (storage: OpenAccounts['storage']) => {
        dying = dyingAfter(writes, storage);
        return dying.storage;
      };
      await using open = await OpenAccounts.open(folder, RING, { through });
      await task(open).catch((error: unknown) => {
        if (!dying?.isDead()) throw error;
      });
    }
    await using open = await OpenAccounts.open(folder, RING);
    await look(open);
    if (!dying?.isDead()) return writes;
  }
}
