import { randomBytes } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Identity } from '../../src/identity.ts';
import { ACCOUNTS } from '../../src/keys/account.ts';
import { Vault } from '../../src/keys/vault.ts';
import { Bookmark } from '../../src/records/bookmark.ts';
import { parseKeyRing } from '../../src/records/key-ring.ts';
import { Records } from '../../src/records/records.ts';
import { Secret } from '../../src/secret.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import { type CheckKey, Sweep } from '../../src/watch/sweep.ts';
import { StoreFolder } from '../records/store-folder.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const CONCURRENCY = 4;

/** Lets everything go on that waits for nothing but its turn. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await setImmediate();
}

/** A store with that many accounts of one key each, and sweeps over it by a clock of its own. */
async function fill(count: number) {
  const folder = await StoreFolder.make();
  const storage = await openStorage(folder.url, () => undefined);
  onTestFinished(async () => {
    await storage.close();
    await folder[Symbol.asyncDispose]();
  });
  const records = await Records.open(storage, parseKeyRing(randomBytes(32).toString('base64')));
  const owners = Array.from({ length: count }, (_, index): Identity => `telegram:${index + 1}`);
  const sealed = owners.map((owner) =>
    records.of(ACCOUNTS).sealed(owner, {
      owner,
      keys: [{ id: 'an-id', slot: 0, key: new Secret('sk-any-key-at-all'), verified: true, addedAt: 0 }],
    }),
  );
  await storage.commit(sealed);
  const clock = { now: Date.parse('2026-06-01T12:34:56Z') };
  const start = (check: CheckKey) =>
    new Sweep({
      vault: new Vault(records, () => clock.now),
      bookmark: new Bookmark(records, 'sweep-progress'),
      check,
      periodMs: HOUR_MS,
      concurrency: CONCURRENCY,
      now: () => clock.now,
    });
  return { owners, clock, start };
}

/** A check that notes whose key it comes by. */
function noting() {
  const seen: string[] = [];
  const check: CheckKey = async ({ owner }) => {
    seen.push(owner);
    return undefined;
  };
  return { seen, check };
}

describe('the sweep', () => {
  it('comes by each key once a round, about a sixtieth of them in each minute', async () => {
    const { owners, clock, start } = await fill(2_400);
    const minutes: string[][] = [];
    const sweep = start(async ({ owner }) => {
      minutes.at(-1)?.push(owner);
      return undefined;
    });
    for (let minute = 0; minute < 60; minute += 1) {
      minutes.push([]);
      clock.now += MINUTE_MS;
      await sweep.tick();
    }
    expect(minutes.flat().sort()).toEqual([...owners].sort());
    const counts = minutes.map((minute) => minute.length);
    expect(Math.max(...counts)).toBeLessThan(80);
    expect(Math.min(...counts)).toBeGreaterThan(10);
    const first = minutes.slice(0, 5).flat();
    minutes.push([]);
    clock.now += 5 * MINUTE_MS;
    await sweep.tick();
    expect(minutes.at(-1)?.sort()).toEqual(first.sort());
  });

  it('reads nothing before its first minute is over, and never more than four keys at once', async () => {
    const { owners, clock, start } = await fill(20);
    const waiting: (() => void)[] = [];
    let most = 0;
    let read = 0;
    const sweep = start(async () => {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        most = Math.max(most, waiting.length);
      });
      read += 1;
      return undefined;
    });
    await sweep.tick();
    clock.now += HOUR_MS;
    const round = sweep.tick();
    while (read < owners.length) {
      await settle();
      expect(waiting.length).toBeLessThanOrEqual(CONCURRENCY);
      waiting.shift()?.();
    }
    await round;
    expect([most, read]).toEqual([CONCURRENCY, owners.length]);
  });

  it('goes on after a restart where it was, and reads at once what it missed', async () => {
    const { owners, clock, start } = await fill(300);
    const { seen, check } = noting();
    const before = start(check);
    for (let minute = 0; minute < 20; minute += 1) {
      clock.now += MINUTE_MS;
      await before.tick();
    }
    before.stop();
    expect(seen.length).toBeLessThan(owners.length / 2);
    // It was down for a while.
    clock.now += 25 * MINUTE_MS;
    const after = start(check);
    await after.tick();
    expect(seen.length).toBeGreaterThan(owners.length / 2);
    clock.now += 15 * MINUTE_MS;
    await after.tick();
    expect(seen.sort()).toEqual([...owners].sort());
  });

  it('goes round once, however many rounds it missed', async () => {
    const { owners, clock, start } = await fill(60);
    const { seen, check } = noting();
    const before = start(check);
    clock.now += HOUR_MS;
    await before.tick();
    clock.now += 30 * 24 * HOUR_MS;
    const after = start(check);
    await after.tick();
    await after.tick();
    expect(seen.sort()).toEqual([...owners, ...owners].sort());
  });

  it('begins nothing more once it is stopped, and leaves what it did not read to the next', async () => {
    const { owners, clock, start } = await fill(12);
    const seen: string[] = [];
    const sweep = start(async ({ owner }) => {
      seen.push(owner);
      sweep.stop();
      return undefined;
    });
    clock.now += HOUR_MS;
    await sweep.tick();
    const early = new Set(seen);
    expect(early.size).toBeLessThanOrEqual(CONCURRENCY);
    const again = start(async ({ owner }) => {
      seen.push(owner);
      return undefined;
    });
    await again.tick();
    expect(new Set(seen).size).toBe(owners.length);
  });

  it('asks for nothing during a pause that the provider wants, then makes up', async () => {
    const { owners, clock, start } = await fill(30);
    const seen: string[] = [];
    let pauseMs: number | undefined = 10 * MINUTE_MS;
    const sweep = start(async ({ owner }) => {
      seen.push(owner);
      return pauseMs;
    });
    clock.now += HOUR_MS;
    await sweep.tick();
    const asked = seen.length;
    expect(asked).toBeLessThanOrEqual(CONCURRENCY);
    pauseMs = undefined;
    clock.now += 10 * MINUTE_MS - 1;
    await sweep.tick();
    expect(seen).toHaveLength(asked);
    clock.now += 1;
    await sweep.tick();
    expect(new Set(seen).size).toBe(owners.length);
  });

  it('does not stand still after a clock that was ahead', async () => {
    const { owners, clock, start } = await fill(10);
    const seen: string[] = [];
    const sweep = start(async ({ owner }) => {
      seen.push(owner);
      return undefined;
    });
    clock.now += HOUR_MS;
    await sweep.tick();
    clock.now -= 30 * 24 * HOUR_MS;
    await sweep.tick();
    expect(seen).toHaveLength(2 * owners.length);
  });
});
