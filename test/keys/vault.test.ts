import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Vault } from '../../src/keys/vault.ts';
import { parseKeyRing } from '../../src/records/key-ring.ts';
import { Records } from '../../src/records/records.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { LateReads } from '../records/late-reads.ts';
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

  describe('while another process works on the same account', () => {
    const [key, other] = [STORED, { ...STORED, id: 'BBBBBBBB', key: 'sk-9876543210', slot: 1 }];

    /** Names the first key, with something done by the other process once its account was read. */
    async function renameWhile(between: (vault: Vault) => Promise<unknown>) {
      const name = records.names.of('account', USER);
      const plaintext = JSON.stringify({ version: 1, value: { keys: [key, other], owner: USER } });
      await storage.set(name, records.cipher.seal(plaintext, name));
      const elsewhere = new Vault(records, Date.now);
      const late = new LateReads(storage, name, () => between(elsewhere));
      const here = new Vault(await Records.open(late.storage, records.cipher.ring), Date.now);
      const outcome = await here.rename(USER, key.id, 'team');
      const found = await elsewhere.find(USER);
      return { outcome, names: found.kind === 'found' ? found.value.keys.map((each) => each.name) : [] };
    }

    it('names a key that is changed meanwhile', async () => {
      const renamed = await renameWhile((vault) => vault.rename(USER, other.id, 'mine'));
      expect(renamed).toEqual({ outcome: 'renamed', names: ['team', 'mine'] });
    });

    it('says of a key that is removed meanwhile that it is gone', async () => {
      const renamed = await renameWhile((vault) => vault.remove(USER, key.id));
      expect(renamed).toEqual({ outcome: 'gone', names: [undefined] });
    });

    it('says of a name that is given meanwhile that it is taken', async () => {
      const renamed = await renameWhile((vault) => vault.rename(USER, other.id, 'team'));
      expect(renamed).toEqual({ outcome: 'name-taken', names: [undefined, 'team'] });
    });
  });
});
