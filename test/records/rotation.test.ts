import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Identity } from '../../src/identity.ts';
import { Vault } from '../../src/keys/vault.ts';
import { takeCensus } from '../../src/records/census.ts';
import { Cipher } from '../../src/records/cipher.ts';
import { type KeyRing, parseKeyRing } from '../../src/records/key-ring.ts';
import { Records } from '../../src/records/records.ts';
import { rotate } from '../../src/records/rewrap.ts';
import { Secret } from '../../src/secret.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import { fillStore } from './fill-store.ts';
import { StoreFolder } from './store-folder.ts';

const OLD = `old:${randomBytes(32).toString('base64')}`;
const YOUNG = `young:${randomBytes(32).toString('base64')}`;
const OLD_RING = parseKeyRing(OLD);
const BOTH = parseKeyRing(`${YOUNG},${OLD}`);
const YOUNG_RING = parseKeyRing(YOUNG);

/** A process's own hold on the store. */
async function open(folder: StoreFolder, ring: KeyRing) {
  const storage = await openStorage(folder.url, () => undefined);
  const records = await Records.open(storage, ring);
  return { storage, records, vault: new Vault(records, Date.now) };
}

async function keyOf(vault: Vault, user: Identity): Promise<string | undefined> {
  const found = await vault.find(user);
  return found.kind === 'found' ? found.value.key.reveal() : undefined;
}

describe('a rotation', () => {
  it('of 100 000 records under load loses none, skips none and undoes no change', async () => {
    await using folder = await StoreFolder.make();
    const before = await open(folder, OLD_RING);
    await before.records.takeUp();
    const users = await fillStore(folder, before.records, 100_000);
    await before.storage.close();

    const [bot, admin] = [await open(folder, BOTH), await open(folder, BOTH)];
    await bot.records.takeUp();
    const expected = new Map<Identity, string | undefined>();
    let rotating = true;
    let changes = 0;
    const load = Array.from({ length: 4 }, async (_, lane) => {
      for (let step = lane; rotating || changes < 1_000; step += 4) {
        const user: Identity =
          step % 3 === 0
            ? `discord:9${String(step).padStart(17, '0')}`
            : (users.at(-step % users.length) ?? 'discord:1');
        const key = `sk-load-${step}`;
        if (step % 5 === 4) await bot.vault.remove(user);
        else await bot.vault.store(user, new Secret(key), true);
        expected.set(user, step % 5 === 4 ? undefined : key);
        changes += 1;
      }
    });
    const pages: number[] = [];
    const { unreadable } = await rotate(admin.records, (count) => pages.push(count));
    rotating = false;
    await Promise.all(load);
    expect(unreadable).toBe(0);
    expect(pages.length).toBeGreaterThan(190);

    const census = await takeCensus(admin.records);
    expect([...census.keys.keys()]).toEqual([BOTH.writer.id]);
    expect(census.closed).toEqual([]);
    await Promise.all([bot.storage.close(), admin.storage.close()]);

    const after = await open(folder, YOUNG_RING);
    for (const [user, key] of expected) expect(await keyOf(after.vault, user)).toBe(key);
    const untouched = users.filter((user) => !expected.has(user));
    for (const user of untouched.filter((_, index) => index % 100 === 0))
      expect(await keyOf(after.vault, user)).toBe(`sk-${user}`);
    const known = new Set(users);
    const removed = users.filter((user) => expected.has(user) && expected.get(user) === undefined).length;
    const added = [...expected].filter(([user, key]) => key !== undefined && !known.has(user)).length;
    expect(census.kinds.get('account')).toBe(users.length - removed + added);
    await after.storage.close();
  }, 60_000);

  it('that was broken off goes on where it was', async () => {
    await using folder = await StoreFolder.make();
    const before = await open(folder, OLD_RING);
    await before.records.takeUp();
    await fillStore(folder, before.records, 2_000);
    await before.storage.close();
    const admin = await open(folder, BOTH);
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
    const { storage, records, vault } = await open(folder, BOTH);
    await records.takeUp();
    await vault.store('discord:1', new Secret('sk-a-good-key'), true);
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
    const bot = await open(folder, OLD_RING);
    await bot.records.takeUp();
    const admin = await open(folder, BOTH);
    expect(await admin.records.isTakenUp()).toBe(false);
    await bot.storage.close();
    const restarted = await open(folder, BOTH);
    await restarted.records.takeUp();
    expect(await admin.records.isTakenUp()).toBe(true);
    await Promise.all([admin.storage.close(), restarted.storage.close()]);
  });
});
