import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { takeCensus } from '../../src/records/census.ts';
import { Cipher } from '../../src/records/cipher.ts';
import { parseKeyRing } from '../../src/records/key-ring.ts';
import { rotate } from '../../src/records/rewrap.ts';
import { fillStore } from './fill-store.ts';
import { openVault, registerOnly } from './open-vault.ts';
import { StoreFolder } from './store-folder.ts';

const OLD = `old:${randomBytes(32).toString('base64')}`;
const YOUNG = `young:${randomBytes(32).toString('base64')}`;
const OLD_RING = parseKeyRing(OLD);
const BOTH = parseKeyRing(`${YOUNG},${OLD}`);
const _YOUNG_RING = parseKeyRing(YOUNG);

describe('a rotation', () => {
  it('that was broken off goes on where it was', async () => {
    await using folder = await StoreFolder.make();
    const before = await openVault(folder, OLD_RING);
    await before.records.takeUp();
    await fillStore(folder, before.records, 2_000);
    await before.storage.close();
    const admin = await openVault(folder, BOTH);
    await admin.records.takeUp();
    const breakOff = new AbortController();
    const first = await rotate(admin.records, () => breakOff.abort(), breakOff.signal);
    expect(first.rewrapped).toBeGreaterThan(0);
    expect(first.rewrapped).toBeLessThan(2_000);
    const second = await rotate(admin.records);
    expect(first.rewrapped + second.rewrapped).toBe(2_000);
    expect((await rotate(admin.records)).rewrapped).toBe(0);
    await admin.storage.close();
  });

  it('leaves what no key of the ring opens as it is, and counts it', async () => {
    await using folder = await StoreFolder.make();
    const { storage, records, vault } = await openVault(folder, BOTH);
    await records.takeUp();
    await registerOnly(vault, 'discord:1', 'sk-a-good-key');
    const name = records.names.of('account', 'discord:2');
    const lost = new Cipher(parseKeyRing(randomBytes(32).toString('base64'))).seal('{}', name);
    await storage.set(name, lost);
    expect(await rotate(records)).toEqual({ rewrapped: 0, unreadable: 1 });
    expect(await storage.get(name)).toBe(lost);
    expect((await takeCensus(records)).closed).toEqual([{ name, problem: 'unknown-key' }]);
    await storage.close();
  });

  it('may only begin when whoever writes has taken the first key up', async () => {
    await using folder = await StoreFolder.make();
    const bot = await openVault(folder, OLD_RING);
    await bot.records.takeUp();
    const admin = await openVault(folder, BOTH);
    expect(await admin.records.isTakenUp()).toBe(false);
    await bot.storage.close();
    const restarted = await openVault(folder, BOTH);
    await restarted.records.takeUp();
    expect(await admin.records.isTakenUp()).toBe(true);
    await Promise.all([admin.storage.close(), restarted.storage.close()]);
  });
});
