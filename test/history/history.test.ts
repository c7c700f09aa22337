import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toPlainString } from '../../src/balance/decimal.ts';
import { History, type HistoryProblem } from '../../src/history/history.ts';
import type { StoredKey } from '../../src/keys/account.ts';
import type { Vault } from '../../src/keys/vault.ts';
import { parseKeyRing } from '../../src/records/key-ring.ts';
import type { Records } from '../../src/records/records.ts';
import { Secret } from '../../src/secret.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { openVault, registerOnly } from '../records/open-vault.ts';
import { StoreFolder } from '../records/store-folder.ts';
import { strictBacklog } from '../strict-backlog.ts';
import { HOUR, momentsOf, plain, point, START } from './points.ts';

const OWNER = 'telegram:1';
const ring = parseKeyRing(randomBytes(32).toString('base64'));

describe('the history of a key', () => {
  let folder: StoreFolder;
  let storage: Storage;
  let records: Records;
  let vault: Vault;
  let history: History;
  let problems: HistoryProblem[];

  beforeEach(async () => {
    folder = await StoreFolder.make();
    ({ storage, records, vault } = await openVault(folder, ring));
    problems = [];
    history = new History(records, vault, strictBacklog(), (problem) => problems.push(problem));
  });

  afterEach(async () => {
    await storage.close();
    await folder[Symbol.asyncDispose]();
  });

  async function register(name: string, replaces?: string): Promise<StoredKey> {
    const key = new Secret(`sk-of-${name}`);
    const stored = await vault.store(
      OWNER,
      { key, name, verified: true, replaces },
      await vault.markOf(OWNER),
    );
    if (stored.kind !== 'stored') throw new Error(stored.kind);
    return stored.key;
  }

  const nameOf = ({ slot }: StoredKey) => records.names.of('history', OWNER, slot);

  async function writeLastBalance(keyId: string): Promise<string> {
    const name = records.names.of('last-balance', OWNER);
    const figure = { remaining: '1.5', total: '210' };
    const value = { keyId, readAt: START, balance: { points: figure, amount: figure } };
    await storage.set(name, records.cipher.seal(JSON.stringify({ version: 1, value }), name));
    return name;
  }

  it('is empty at first, and then all that was remembered', async () => {
    const key = await register('work');
    expect(await history.of(OWNER, key)).toEqual([]);
    expect(await history.last(OWNER, key)).toBeUndefined();
    const points = [point(START, 9), point(START + HOUR, 8.25), point(START + 2 * HOUR, 8)];
    for (const each of points) await history.remember(OWNER, key, each);
    expect(plain(await history.of(OWNER, key))).toEqual(plain(points));
    expect((await history.last(OWNER, key))?.readAt).toBe(START + 2 * HOUR);
  });

  it('is one of its own for each key', async () => {
    const [work, play] = [await register('work'), await register('play')];
    await history.remember(OWNER, work, point(START, 9));
    await history.remember(OWNER, play, point(START + 1, 5));
    expect(momentsOf(await history.of(OWNER, work))).toEqual([START]);
    expect(momentsOf(await history.of(OWNER, play))).toEqual([START + 1]);
  });

  it('has every point when several are remembered at the same time', async () => {
    const key = await register('work');
    const points = Array.from({ length: 20 }, (_, index) => point(START + index * HOUR, 100 - index));
    await Promise.all(points.map((each) => history.remember(OWNER, key, each)));
    expect(plain(await history.of(OWNER, key))).toEqual(plain(points));
  });

  it('is not written again for the same balance a moment later, but is for another', async () => {
    const key = await register('work');
    await history.remember(OWNER, key, point(START, 9));
    const before = await storage.get(nameOf(key));
    await history.remember(OWNER, key, point(START + 5_000, 9));
    expect(await storage.get(nameOf(key))).toBe(before);
    await history.remember(OWNER, key, point(START + 6_000, 8));
    await history.remember(OWNER, key, point(START + 60_000, 8));
    expect(momentsOf(await history.of(OWNER, key))).toEqual([START, START + 6_000, START + 60_000]);
  });

  it('is not even read for the same balance a moment later, but is for another, and for the same after a while', async () => {
    const key = await register('work');
    const rememberedLater = async (readAt: number, remaining: number) => {
      await history.rememberLater(OWNER, key, point(readAt, remaining));
      return momentsOf(await history.of(OWNER, key));
    };
    expect(await rememberedLater(START, 9)).toEqual([START]);
    await storage.delete(nameOf(key));
    expect(await rememberedLater(START + 5_000, 9)).toEqual([]);
    expect(await rememberedLater(START + 6_000, 8)).toEqual([START + 6_000]);
    expect(await rememberedLater(START + 60_000, 8)).toEqual([START + 6_000, START + 60_000]);
  });

  it('does not pass to the key that takes its place, nor come back from a look-up that ends late', async () => {
    const before = await register('work');
    await history.remember(OWNER, before, point(START, 9));
    const after = await register('play', before.id);
    expect(after.slot).toBe(before.slot);
    expect(await history.of(OWNER, after)).toEqual([]);
    await history.remember(OWNER, before, point(START + HOUR, 8));
    expect(await storage.get(nameOf(after))).toBeUndefined();
    await history.remember(OWNER, after, point(START + 2 * HOUR, 100));
    expect(await history.of(OWNER, before)).toEqual([]);
    expect(momentsOf(await history.of(OWNER, after))).toEqual([START + 2 * HOUR]);
  });

  it('is gone with its key and with its owner', async () => {
    const key = await register('work');
    await history.remember(OWNER, key, point(START, 9));
    await vault.remove(OWNER, key.id);
    expect(await storage.get(nameOf(key))).toBeUndefined();
    await history.remember(OWNER, key, point(START, 9));
    expect(await storage.get(nameOf(key))).toBeUndefined();
    const again = await register('work');
    await history.remember(OWNER, again, point(START, 9));
    await records.erase(OWNER);
    expect(await storage.get(nameOf(again))).toBeUndefined();
  });

  it('is begun anew where the record does not open, which is told', async () => {
    const key = await register('work');
    await history.remember(OWNER, key, point(START, 9));
    await storage.set(nameOf(key), 'no envelope');
    expect(await history.of(OWNER, key)).toEqual([]);
    expect(problems).toEqual([]);
    await history.remember(OWNER, key, point(START + HOUR, 8));
    expect(problems).toEqual(['unknown-format']);
    expect(momentsOf(await history.of(OWNER, key))).toEqual([START + HOUR]);
  });

  it('is begun anew where the record opens and holds no series', async () => {
    const key = await register('work');
    const value = { keyId: key.id, series: 'no series' };
    await storage.set(nameOf(key), records.cipher.seal(JSON.stringify({ version: 1, value }), nameOf(key)));
    await history.remember(OWNER, key, point(START, 9));
    expect(problems).toEqual(['wrong-shape']);
    expect(momentsOf(await history.of(OWNER, key))).toEqual([START]);
  });

  it('begins with the last balance that an earlier version remembered, which goes then', async () => {
    const key = await register('work');
    const name = await writeLastBalance(key.id);
    const last = await history.last(OWNER, key);
    expect(last && toPlainString(last.balance.amount.remaining)).toBe('1.5');
    await history.remember(OWNER, key, point(START + HOUR, 1));
    expect(momentsOf(await history.of(OWNER, key))).toEqual([START, START + HOUR]);
    expect(await storage.get(name)).toBeUndefined();
  });

  it('leaves the last balance of another key to that one, and drops one of no key', async () => {
    const [work, play] = [await register('work'), await register('play')];
    const name = await writeLastBalance(work.id);
    await history.remember(OWNER, play, point(START + HOUR, 1));
    expect(momentsOf(await history.of(OWNER, play))).toEqual([START + HOUR]);
    expect(momentsOf(await history.of(OWNER, work))).toEqual([START]);
    await writeLastBalance('gone');
    await history.remember(OWNER, work, point(START + HOUR, 1));
    expect(momentsOf(await history.of(OWNER, work))).toEqual([START + HOUR]);
    expect(await storage.get(name)).toBeUndefined();
  });

  it('cannot be read with the record of another owner in its place', async () => {
    const key = await register('work');
    await history.remember(OWNER, key, point(START, 9));
    const envelope = (await storage.get(nameOf(key))) ?? '';
    await registerOnly(vault, 'telegram:2', 'sk-of-another');
    await storage.set(records.names.of('history', 'telegram:2', key.slot), envelope);
    expect(await history.of('telegram:2', key)).toEqual([]);
  });
});
