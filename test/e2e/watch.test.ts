import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Identity } from '../../src/identity.ts';
import { Vault } from '../../src/keys/vault.ts';
import { registerOnly } from '../records/open-vault.ts';
import { Harness } from './harness.ts';
import { type Person, PLATFORMS, personOn } from './person.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const STOPPED = 'Your key has stopped working';
const BALANCE = '2,005,317.99';

/** Neither reads keys on its own nor lets people wait. */
const ENV = { WATCH_INTERVAL: '1h', LOOKUPS_PER_MINUTE: '0', REGISTRATIONS_PER_HOUR: '0' };

const identityOf = ({ platform, id }: Person): Identity => `${platform}:${id}`;

/** Accounts of people who have not asked since, so that each is due when the sweep comes by. */
async function registerMany(harness: Harness, people: readonly Identity[]): Promise<string[]> {
  const { storage, records } = await harness.openRecords();
  const vault = new Vault(records, Date.now);
  const keys = people.map(() => harness.key({ kind: 'good' }));
  for (const [index, user] of people.entries()) await registerOnly(vault, user, keys[index] ?? '');
  await storage.close();
  return keys;
}

describe.each(PLATFORMS)('the watch over keys on %s', (platform) => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await Harness.start({ platforms: [platform], env: ENV });
  });
  afterAll(() => harness.stop());

  const person = () => personOn(platform, harness);
  const asked = (key: string) => harness.billing.timesAsked(key);

  async function registered(): Promise<{ user: Person; key: string }> {
    const user = person();
    const key = harness.key({ kind: 'good' });
    await user.register(key);
    return { user, key };
  }

  /** Lets whole rounds of the sweep pass. */
  async function rounds(count: number): Promise<void> {
    for (let round = 0; round < count; round += 1) {
      harness.advance(HOUR_MS);
      await harness.app.watch();
    }
  }

  it('reads a key each round, and one that does not change less often, unless it is to be warned about', async () => {
    const [idle, guarded, used] = [await registered(), await registered(), await registered()];
    await guarded.user.command('alert', { points: 1 });
    const all = [idle.key, guarded.key, used.key];
    const account = harness.billing.account(used.key);
    await rounds(1);
    expect(all.map(asked)).toEqual([2, 2, 2]);
    for (let hour = 1; hour < 28; hour += 1) {
      account.spend('0.5');
      await rounds(1);
    }
    expect(all.map(asked)).toEqual([1 + 24 + 2, 1 + 28, 1 + 28]);
    harness.billing.account(idle.key).spend('1');
    await rounds(2);
    const before = asked(idle.key);
    await rounds(3);
    expect(asked(idle.key)).toBe(before + 3);
  });

  it('does not read what its owner has just asked for', async () => {
    const { user, key } = await registered();
    await rounds(1);
    harness.advance(HOUR_MS - 5 * MINUTE_MS);
    await user.command('balance');
    const before = asked(key);
    harness.advance(5 * MINUTE_MS);
    await harness.app.watch();
    expect(asked(key)).toBe(before);
    await rounds(1);
    expect(asked(key)).toBe(before + 1);
  });

  it('tells once of a key that was refused, and does not ask again before it works for its owner', async () => {
    const { user, key } = await registered();
    await rounds(1);
    harness.billing.setKey(key, { kind: 'refused', httpStatus: 401 });
    await rounds(1);
    const told = await user.waitForMessage(STOPPED);
    expect(told).toContain(`sk-…${key.slice(-4)}`);
    expect(told).toContain(platform === 'discord' ? '/key set' : 'Send it to me here');
    const [times, replies] = [asked(key), user.replies()];
    await rounds(3);
    harness.billing.setKey(key, { kind: 'good' });
    await rounds(2);
    expect([asked(key), user.replies()]).toEqual([times, replies]);
    expect(await user.command('balance')).toContain(BALANCE);
    await rounds(2);
    expect(asked(key)).toBe(times + 3);
    harness.billing.setKey(key, { kind: 'refused', httpStatus: 401 });
    await rounds(2);
    await user.waitForMessage(STOPPED);
    expect([asked(key), user.replies()]).toEqual([times + 4, replies + 2]);
  });

  it('goes on reading when a refused key is replaced', async () => {
    const { user, key } = await registered();
    harness.billing.setKey(key, { kind: 'refused', httpStatus: 401 });
    await rounds(1);
    await user.waitForMessage(STOPPED);
    const next = harness.key({ kind: 'good' });
    expect(await user.write(next)).toContain('Your key is registered');
    const times = [asked(key), asked(next)];
    await rounds(2);
    expect([asked(key), asked(next)]).toEqual([times[0], (times[1] ?? 0) + 2]);
  });

  it('finds out about a key that was stored unchecked', async () => {
    const user = person();
    const key = harness.key({ kind: 'raw', status: 200, body: 'oops' });
    await user.register(key);
    await user.press('Store it unchecked');
    await rounds(1);
    const replies = user.replies();
    harness.billing.setKey(key, { kind: 'refused', httpStatus: 401 });
    await rounds(1);
    expect(await user.waitForMessage('That key does not work')).toContain('which I had stored unchecked');
    await rounds(2);
    expect(user.replies()).toBe(replies + 1);
  });

  it('watches an account of an earlier version from when its owner next uses the key', async () => {
    const user = person();
    const key = harness.key({ kind: 'good' });
    const { storage, records } = await harness.openRecords();
    const name = records.names.of('account', identityOf(user));
    const account = { keys: [{ id: 'an-id', key, verified: true, addedAt: 0 }] };
    await storage.set(name, records.cipher.seal(JSON.stringify({ version: 1, value: account }), name));
    await storage.close();
    await rounds(2);
    expect(asked(key)).toBe(0);
    await user.command('key');
    await rounds(2);
    expect(asked(key)).toBe(2);
  });
});

describe('the watch over many keys, on both platforms,', () => {
  const people = PLATFORMS.flatMap((platform) =>
    Array.from({ length: 12 }, (_, index): Identity => `${platform}:${7_000 + index}`),
  );
  let harness: Harness;
  let keys: readonly string[];
  beforeEach(async () => {
    harness = await Harness.prepare({ env: ENV });
    keys = await registerMany(harness, people);
    await harness.startApp();
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await harness.stop();
  });

  const times = () => keys.map((key) => harness.billing.timesAsked(key));
  const each = (count: number) => keys.map(() => count);
  const calls = () => harness.billing.calls.entries.length;

  it('reads each once a round, also over restarts, and none twice', async () => {
    const halves: number[] = [];
    for (let turn = 1; turn <= 24; turn += 1) {
      harness.advance(5 * MINUTE_MS);
      await harness.app.watch();
      if (turn % 6 === 0) halves.push(calls());
      if (turn === 6) {
        await harness.stopApp();
        await harness.startApp();
      }
    }
    expect(times()).toEqual(each(2));
    const [half = 0, whole] = halves;
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(24);
    expect(whole).toBe(24);
  });

  it('asks for four at once at most, and a stop in the middle leaves out none and repeats none', async () => {
    let release = () => {};
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    harness.billing.setOutage({ kind: 'held', until, next: { kind: 'good' } });
    harness.advance(HOUR_MS);
    const turn = harness.app.watch();
    await harness.billing.calls.waitFor(() => calls() === 4, 'four calls');
    for (let loop = 0; loop < 100; loop += 1) await setImmediate();
    expect(calls()).toBe(4);
    const stopped = harness.stopApp();
    release();
    await Promise.all([turn, stopped]);
    expect(calls()).toBe(4);
    harness.billing.setOutage(undefined);
    await harness.startApp();
    await Promise.all([harness.app.watch(), harness.app.watch()]);
    expect(times()).toEqual(each(1));
  });

  it('keeps to the pause that the billing API asks for, then makes up', async () => {
    harness.billing.setOutage({ kind: 'raw', status: 429, headers: { 'retry-after': '600' }, body: '{}' });
    harness.advance(HOUR_MS);
    await harness.app.watch();
    const before = calls();
    expect(before).toBeLessThanOrEqual(4);
    harness.billing.setOutage(undefined);
    for (const ms of [MINUTE_MS, 8 * MINUTE_MS, 50_000]) {
      harness.advance(ms);
      await harness.app.watch();
      expect(calls()).toBe(before);
    }
    harness.advance(20_000);
    await harness.app.watch();
    expect(calls()).toBe(before + keys.length);
    expect(Math.min(...times())).toBe(1);
  });

  it('rests while the billing API is down, then makes up', async () => {
    harness.billing.setOutage({ kind: 'raw', status: 500, body: '' });
    harness.advance(HOUR_MS);
    await harness.app.watch();
    expect(harness.log.entries.map(({ msg }) => msg)).toContain(
      'the billing API is failing; calls are paused',
    );
    const before = calls();
    expect(before).toBeLessThan(keys.length);
    await harness.app.watch();
    harness.advance(20_000);
    await harness.app.watch();
    expect(calls()).toBe(before);
    harness.billing.setOutage(undefined);
    const realNow = Date.now;
    let aheadMs = 0;
    vi.spyOn(Date, 'now').mockImplementation(() => realNow() + aheadMs);
    for (let turn = 0; turn < 3; turn += 1) {
      aheadMs += 31_000;
      await harness.app.watch();
    }
    expect(calls()).toBe(before + keys.length);
  });
});

describe.each(PLATFORMS)('without a watch, on %s,', (platform) => {
  it('no key is read that nobody asks for', async () => {
    const harness = await Harness.start({ platforms: [platform], env: { WATCH_INTERVAL: '0' } });
    const user = personOn(platform, harness);
    const key = harness.key({ kind: 'good' });
    await user.register(key);
    for (let day = 0; day < 3; day += 1) {
      harness.advance(24 * HOUR_MS);
      await harness.app.watch();
    }
    expect(harness.billing.timesAsked(key)).toBe(1);
    expect(await user.command('balance')).toContain(BALANCE);
    await harness.stop();
  });
});
