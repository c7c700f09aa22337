import { copyFile, readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { AlertBook } from '../../src/alerts/alert-book.ts';
import { localeOf, Settings } from '../../src/chat/settings.ts';
import { History } from '../../src/history/history.ts';
import type { Identity } from '../../src/identity.ts';
import { Offers } from '../../src/keys/offers.ts';
import { Vault } from '../../src/keys/vault.ts';
import { parseKeyRing } from '../../src/records/key-ring.ts';
import { Records } from '../../src/records/records.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import { KeyStates } from '../../src/watch/key-states.ts';
import { strictBacklog } from '../strict-backlog.ts';
import { keysIn, registerOnly } from './open-vault.ts';
import { StoreFolder } from './store-folder.ts';

/** Stores as past versions wrote them, with the same two people in each. */
const STORES = new URL('./past-formats/', import.meta.url);

/** The key that all of them were written under. */
const KEY = Buffer.alloc(32, 7).toString('base64');

const ADDED_AT = Date.parse('2026-11-24T12:00:00Z');

const PEOPLE: readonly { user: Identity; key: string }[] = [
  { user: 'telegram:4242424242', key: 'sk-past-telegram-key' },
  { user: 'discord:123456789012345678', key: 'sk-past-discord-key' },
];

/** What each of them holds of each person. */
interface Held {
  /** What the keys go by; of several, the others' texts end in their names. */
  readonly names: readonly (string | undefined)[];
  readonly readings: number;
  readonly rules: readonly object[];
  readonly timeZone?: string;
  readonly isWatched: boolean;
}

const ONE_KEY: Held = { names: [undefined], readings: 1, rules: [], isWatched: false };

const HELD: Readonly<Record<string, Held>> = {
  'names-in-the-clear.sqlite': ONE_KEY,
  'one-key-a-user.sqlite': ONE_KEY,
  'several-keys.sqlite': {
    names: ['work', 'home'],
    readings: 3,
    rules: [
      { kind: 'percent', threshold: '10' },
      { kind: 'below', threshold: '50', about: 'home' },
    ],
    timeZone: 'Asia/Shanghai',
    isWatched: true,
  },
};

const stores = (await readdir(STORES)).filter((file) => file.endsWith('.sqlite'));

describe.each(stores)('a store of the past, %s,', (name) => {
  const held = HELD[name];
  if (held === undefined) throw new Error(`nobody has said what ${name} holds`);

  async function open(folder: StoreFolder) {
    const storage = await openStorage(folder.url, () => undefined);
    const records = await Records.open(storage, parseKeyRing(KEY));
    await records.takeUp();
    const vault = new Vault(records, Date.now);
    return {
      storage,
      records,
      vault,
      history: new History(records, vault, strictBacklog(), () => undefined),
      settings: new Settings(records),
      alerts: new AlertBook(records),
      states: new KeyStates(records),
    };
  }

  it('is read whole, and once more after it was written', async () => {
    await using folder = await StoreFolder.make();
    await copyFile(new URL(name, STORES), folder.file);
    const { storage, vault, history, settings, alerts, states } = await open(folder);
    for (const { user, key } of PEOPLE) {
      const keys = await keysIn(vault, user);
      expect(keys.map((each) => each.name)).toEqual(held.names);
      for (const [index, stored] of keys.entries()) {
        expect(stored.key.reveal()).toBe(index === 0 ? key : `${key}-${stored.name}`);
        expect(stored).toMatchObject({ slot: index, verified: true, addedAt: ADDED_AT });
        const series = await history.of(user, stored);
        expect(series).toHaveLength(held.readings);
        const past = series.at(-1);
        expect(past?.balance.amount.remaining).toEqual({ unscaled: 200531799n, scale: 6 });
        if (past === undefined) throw new Error(`${user} has no past balance`);
        expect((await states.of(user, stored))?.checkedAt).toBe(held.isWatched ? past.readAt : undefined);
        await history.remember(user, stored, { ...past, readAt: past.readAt + 60_000 });
        expect((await history.of(user, stored)).map(({ readAt }) => readAt)).toEqual([
          ...series.map(({ readAt }) => readAt),
          past.readAt + 60_000,
        ]);
      }
      const { rules } = await alerts.of(user);
      const nameOf = (id?: string) => keys.find((each) => each.id === id)?.name;
      expect(
        rules.map(({ kind, threshold, keyId }) => ({
          kind,
          threshold,
          ...(keyId && { about: nameOf(keyId) }),
        })),
      ).toEqual(held.rules);
      const { timeZone } = await settings.of(user);
      expect(timeZone).toBe(held.timeZone);
      expect(localeOf(await settings.of(user), 'en')).toBe('zh-CN');
      await registerOnly(vault, user, `${key}-2`);
    }
    await storage.close();
    const again = await open(folder);
    for (const { user, key } of PEOPLE) {
      const [first, ...others] = await keysIn(again.vault, user);
      expect(first?.key.reveal()).toBe(`${key}-2`);
      expect(others).toHaveLength(held.names.length - 1);
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
