import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { localeOf, Settings } from '../../src/chat/settings.ts';
import type { Identity } from '../../src/identity.ts';
import { Cipher } from '../../src/records/cipher.ts';
import { parseKeyRing } from '../../src/records/key-ring.ts';
import { INDEX_KEY } from '../../src/records/record-names.ts';
import { Records } from '../../src/records/records.ts';
import { Secret } from '../../src/secret.ts';
import { openVault, registerOnly } from './open-vault.ts';
import { StoreFolder } from './store-folder.ts';

const RING = parseKeyRing(randomBytes(32).toString('base64'));
const USER: Identity = 'discord:123456789012345678';

async function open(folder: StoreFolder) {
  const opened = await openVault(folder, RING);
  return { ...opened, settings: new Settings(opened.records) };
}

describe('the records', () => {
  it('of somebody who is erased by another process are not written again by a change under way', async () => {
    await using folder = await StoreFolder.make();
    const [bot, admin] = [await open(folder), await open(folder)];
    for (let round = 0; round < 50; round += 1) {
      const unchecked = { key: new Secret('sk-unchecked'), verified: false };
      const stored = await bot.vault.store(USER, unchecked, await bot.vault.markOf(USER));
      if (stored.kind !== 'stored') throw new Error(`the key is ${stored.kind}`);
      await Promise.all([bot.vault.markVerified(USER, stored.key.id), admin.records.erase(USER)]);
      expect(await bot.vault.find(USER)).toEqual({ kind: 'none' });
    }
    await Promise.all([bot.storage.close(), admin.storage.close()]);
  });

  it('of somebody who was erased meanwhile are not stored', async () => {
    await using folder = await StoreFolder.make();
    const { storage, records, vault } = await open(folder);
    const before = await vault.markOf(USER);
    await records.erase(USER);
    const added = { key: new Secret('sk-0123456789'), verified: true };
    expect(await vault.store(USER, added, before)).toEqual({ kind: 'erased' });
    expect(await vault.unlessErased(USER, before, async () => 'done')).toBeUndefined();
    expect((await vault.store(USER, added, await vault.markOf(USER))).kind).toBe('stored');
    await storage.close();
  });

  it('are not given up when the index key is lost', async () => {
    await using folder = await StoreFolder.make();
    const { storage, vault } = await open(folder);
    await registerOnly(vault, USER, 'sk-a-good-key');
    await storage.delete(INDEX_KEY);
    await expect(Records.open(storage, RING)).rejects.toThrow('has lost its index key');
    expect(await storage.get(INDEX_KEY)).toBeUndefined();
    await storage.close();
  });

  it('are found again by a process under which a backup with other names was restored', async () => {
    await using there = await StoreFolder.make();
    const other = await open(there);
    await registerOnly(other.vault, USER, 'sk-from-there');
    await other.storage.scrub();
    await using here = await StoreFolder.make();
    const bot = await open(here);
    expect(await bot.records.refresh()).toBe(false);
    await bot.storage.restore(there.file);
    expect(await bot.vault.find(USER)).toEqual({ kind: 'none' });
    expect(await bot.records.refresh()).toBe(true);
    expect((await bot.vault.find(USER)).kind).toBe('found');
    await Promise.all([bot.storage.close(), other.storage.close()]);
  });
});

describe('the settings', () => {
  it('of somebody who chooses a language are not overwritten by what the platform reports', async () => {
    await using folder = await StoreFolder.make();
    const { storage, settings } = await open(folder);
    for (let round = 0; round < 20; round += 1) {
      await Promise.all([settings.chooseLocale(USER, 'en'), settings.keepReported(USER, 'zh-CN')]);
      expect(localeOf(await settings.of(USER), 'zh-CN')).toBe('en');
    }
    await storage.close();
  });

  it('that do not open stay as they are', async () => {
    await using folder = await StoreFolder.make();
    const { storage, records, settings } = await open(folder);
    const name = records.names.of('settings', USER);
    const sealed = new Cipher(parseKeyRing(randomBytes(32).toString('base64'))).seal('{}', name);
    await storage.set(name, sealed);
    await settings.keepReported(USER, 'zh-CN');
    expect(await storage.get(name)).toBe(sealed);
    await storage.close();
  });

  it('that cannot be read leave the language that the platform reports', async () => {
    await using folder = await StoreFolder.make();
    const { storage, settings } = await open(folder);
    await storage.close();
    expect(localeOf(await settings.of(USER), 'zh-CN')).toBe('zh-CN');
    await settings.keepReported(USER, 'zh-CN');
  });
});
