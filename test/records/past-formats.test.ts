import { copyFile, readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { localeOf, Settings } from '../../src/chat/settings.ts';
import { History } from '../../src/history/history.ts';
import type { Identity } from '../../src/identity.ts';
import { Offers } from '../../src/keys/offers.ts';
import { Vault } from '../../src/keys/vault.ts';
import { parseKeyRing } from '../../src/records/key-ring.ts';
import { Records } from '../../src/records/records.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import { keysIn, onlyKeyIn, registerOnly } from './open-vault.ts';
import { StoreFolder } from './store-folder.ts';

/** Stores as past versions wrote them, with the same two people in each. */
const STORES = new URL('./past-formats/', import.meta.url);

/** The key that all of them were written under. */
const KEY = Buffer.alloc(32, 7).toString('base64');

const PEOPLE: readonly { user: Identity; key: string }[] = [
  { user: 'telegram:4242424242', key: 'sk-past-telegram-key' },
  { user: 'discord:123456789012345678', key: 'sk-past-discord-key' },
];

const stores = (await readdir(STORES)).filter((file) => file.endsWith('.sqlite'));

describe.each(stores)('a store of the past, %s,', (name) => {
  async function open(folder: StoreFolder) {
    const storage = await openStorage(folder.url, () => undefined);
    const records = await Records.open(storage, parseKeyRing(KEY));
    await records.takeUp();
    const vault = new Vault(records, Date.now);
    return {
      storage,
      records,
      vault,
      history: new History(records, vault, () => undefined),
      settings: new Settings(records),
    };
  }

  it('is read whole, and once more after it was written', async () => {
    await using folder = await StoreFolder.make();
    await copyFile(new URL(name, STORES), folder.file);
    const { storage, vault, history, settings } = await open(folder);
    for (const { user, key } of PEOPLE) {
      const [stored] = await keysIn(vault, user);
      if (stored === undefined) throw new Error(`${user} has no key`);
      expect(stored.key.reveal()).toBe(key);
      expect(stored.addedAt).toBe(Date.parse('2026-11-24T12:00:00Z'));
      const past = await history.last(user, stored);
      expect(past?.balance.amount.remaining).toEqual({ unscaled: 200531799n, scale: 6 });
      if (past === undefined) throw new Error(`${user} has no past balance`);
      await history.remember(user, stored, { ...past, readAt: past.readAt + 60_000 });
      expect((await history.of(user, stored)).map(({ readAt }) => readAt)).toEqual([
        past.readAt,
        past.readAt + 60_000,
      ]);
      expect(localeOf(await settings.of(user), 'en')).toBe('zh-CN');
      await registerOnly(vault, user, `${key}-2`);
    }
    await storage.close();
    const again = await open(folder);
    for (const { user, key } of PEOPLE) {
      expect(await onlyKeyIn(again.vault, user)).toBe(`${key}-2`);
    }
    await again.storage.close();
  });

  it('betrays nobody any more once it was opened', async () => {
    await using folder = await StoreFolder.make();
    await copyFile(new URL(name, STORES), folder.file);
    const { storage } = await open(folder);
    const bytes = await folder.bytes();
    const ids = PEOPLE.map(({ user }) => user.slice(user.indexOf(':') + 1));
    expect(ids.filter((id) => bytes.includes(id))).toEqual([]);
    await storage.close();
  });

  it('is rid of what was waiting for an answer then', async () => {
    await using folder = await StoreFolder.make();
    await copyFile(new URL(name, STORES), folder.file);
    const { storage, records } = await open(folder);
    const before = await storage.count();
    await new Offers(records, Date.now).sweep();
    expect(before - (await storage.count())).toBe(PEOPLE.length);
    await storage.close();
  });

  it('is refused under another key, and left as it was', async () => {
    await using folder = await StoreFolder.make();
    await copyFile(new URL(name, STORES), folder.file);
    const storage = await openStorage(folder.url, () => undefined);
    const count = await storage.count();
    const otherRing = parseKeyRing(Buffer.alloc(32, 8).toString('base64'));
    await expect(Records.open(storage, otherRing)).rejects.toMatchObject({ name: 'WrongKeyError' });
    expect(await storage.count()).toBe(count);
    await storage.close();
    const { storage: reopened, vault } = await open(folder);
    expect((await vault.find('telegram:4242424242')).kind).toBe('found');
    await reopened.close();
  });
});
