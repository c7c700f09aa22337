import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Vault } from '../../src/keys/vault.ts';
import { parseKeyRing } from '../../src/records/key-ring.ts';
import { Records } from '../../src/records/records.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { StoreFolder } from '../records/store-folder.ts';

const USER = 'telegram:1';
const STORED = { id: 'AAAAAAAA', key: 'sk-0123456789', verified: true, addedAt: 0 };

describe('the vault', () => {
  let folder: StoreFolder;
  let storage: Storage;
  let records: Records;
  beforeEach(async () => {
    folder = await StoreFolder.make();
    storage = await openStorage(folder.url, () => undefined);
    records = await Records.open(storage, parseKeyRing(randomBytes(32).toString('base64')));
  });
  afterEach(async () => {
    await storage.close();
    await folder[Symbol.asyncDispose]();
  });

  async function findStored(stored: object) {
    const name = records.names.of('account', USER);
    const plaintext = JSON.stringify({ version: 1, value: { keys: [stored] } });
    await storage.set(name, records.cipher.seal(plaintext, name));
    return new Vault(records, Date.now).find(USER);
  }

  it('reads a key that any version of it may have written', async () => {
    expect((await findStored(STORED)).kind).toBe('found');
  });

  it.each([
    ['a key that no header can carry', { key: 'sk-0123\n456789' }],
    ['an id that no button can carry', { id: 'A'.repeat(60) }],
    ['a date that there is none of', { addedAt: 1e300 }],
  ])('takes %s for unreadable', async (_, wrong) => {
    expect(await findStored({ ...STORED, ...wrong })).toEqual({ kind: 'unreadable', problem: 'wrong-shape' });
  });
});
