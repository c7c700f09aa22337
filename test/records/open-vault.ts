import type { Owner } from '../../src/identity.ts';
import type { StoredKey } from '../../src/keys/account.ts';
import { type Stored, Vault } from '../../src/keys/vault.ts';
import type { KeyRing } from '../../src/records/key-ring.ts';
import { Records } from '../../src/records/records.ts';
import { Secret } from '../../src/secret.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import type { StoreFolder } from './store-folder.ts';

/** A hold on the store of its own, as another process has it. */
export async function openVault(folder: StoreFolder, ring: KeyRing) {
  const storage = await openStorage(folder.url, () => undefined);
  const records = await Records.open(storage, ring);
  return { storage, records, vault: new Vault(records, Date.now) };
}

/** Registers a key in place of any that the owner has. */
export async function registerOnly(vault: Vault, owner: Owner, key: string): Promise<Stored> {
  const [before] = await keysIn(vault, owner);
  const added = { key: new Secret(key), verified: true, replaces: before?.id };
  return vault.store(owner, added, await vault.markOf(owner));
}

/** The keys of an owner whose account reads. */
export async function keysIn(vault: Vault, owner: Owner): Promise<readonly StoredKey[]> {
  const found = await vault.find(owner);
  return found.kind === 'found' ? found.value.keys : [];
}

/** The plain text of the one key that an owner has. */
export async function onlyKeyIn(vault: Vault, owner: Owner): Promise<string | undefined> {
  const [only, ...others] = await keysIn(vault, owner);
  if (others.length > 0) throw new Error(`${owner} has several keys`);
  return only?.key.reveal();
}
