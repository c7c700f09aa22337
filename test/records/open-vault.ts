import { Vault } from '../../src/keys/vault.ts';
import type { KeyRing } from '../../src/records/key-ring.ts';
import { Records } from '../../src/records/records.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import type { StoreFolder } from './store-folder.ts';

/** A hold on the store of its own, as another process has it. */
export async function openVault(folder: StoreFolder, ring: KeyRing) {
  const storage = await openStorage(folder.url, () => undefined);
  const records = await Records.open(storage, ring);
  return { storage, records, vault: new Vault(records, Date.now) };
}
