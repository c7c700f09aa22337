import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { ShardLeases } from '../../src/discord/shard-leases.ts';
import { createLog } from '../../src/log.ts';
import { Holding, whileHolding } from '../../src/storage/holding.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import type { SharedStore } from '../../src/storage/shared-store.ts';
import type { Store } from '../../src/storage/store.ts';
import { PollingLease } from '../../src/telegram/polling/lease.ts';
import { UpdateClaims } from '../../src/telegram/webhook/claims.ts';
import { freshStore } from '../stores/fresh-store.ts';
import { LateLeases } from './late-leases.ts';

const RENEWALS_MS = 10_000;
const ignore = () => undefined;
const log = createLog({ level: 'silent', secrets: [] });

/** Takes and keeps a name. @returns what lets it go */
type Begin = (shared: SharedStore) => Promise<() => Promise<unknown>>;

const HOLDERS: readonly { what: string; name: string; begin: Begin }[] = [
  {
    what: 'a task',
    name: 'a name',
    async begin(shared) {
      let end: () => void = ignore;
      let task: Promise<unknown> = Promise.resolve();
      await new Promise<void>((begun) => {
        task = whileHolding(shared, 'a name', () => {
          begun();
          return new Promise<void>((resolve) => {
            end = resolve;
          });
        });
      });
      return () => {
        end();
        return task;
      };
    },
  },
  {
    what: 'an update',
    name: 'telegram:1:update:7',
    async begin(shared) {
      const claims = new UpdateClaims(shared, 1, log);
      expect(await claims.claim(7)).toBe('own');
      return () => claims.drop(7);
    },
  },
  {
    what: 'the polling',
    name: 'telegram:1:polling',
    async begin(shared) {
      const lease = new PollingLease(shared, 1, log);
      await lease.take();
      lease.keep(ignore);
      return () => lease.release();
    },
  },
  {
    what: 'a shard',
    name: 'discord:1:shard:0/1',
    async begin(shared) {
      const shards = new ShardLeases(shared, log);
      await shards.take('1', { first: 0, last: 0, count: 1 }, ignore);
      return () => shards.release();
    },
  },
];

describe('a name that is held', () => {
  let store: Store;
  let late: LateLeases;
  let shared: SharedStore;

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const fresh = await freshStore('sqlite');
    store = await openStorage(fresh.url, ignore);
    late = new LateLeases(store.leases);
    shared = { leases: late, holder: 'this' };
    onTestFinished(async () => {
      vi.useRealTimers();
      await store.close();
      await fresh[Symbol.asyncDispose]();
    });
  });

  it.each(HOLDERS)(
    'for $what is free once it was let go, also while a renewal was on its way',
    async ({ name, begin }) => {
      const end = await begin(shared);
      const other = () => store.leases.take(name, 'other', 60_000);
      expect(await other()).toBe('this');
      const renewal = late.delayNextTake();
      vi.advanceTimersByTime(RENEWALS_MS);
      await renewal.asked;
      const ended = end();
      // Gives what lets it go the time to come before the renewal.
      await store.leases.take('another name', 'other', 60_000);
      await Promise.all([renewal.end(), ended]);
      expect(await other()).toBe('other');
      const before = late.calls.length;
      vi.advanceTimersByTime(RENEWALS_MS);
      expect(late.calls.length).toBe(before);
    },
  );

  it('is renewed by one request at a time, however late the store answers', async () => {
    const holding = new Holding(shared, 'a name');
    await holding.take();
    holding.keep();
    const renewal = late.delayNextTake();
    vi.advanceTimersByTime(RENEWALS_MS);
    expect(late.calls).toEqual(['take', 'take']);
    await renewal.end();
    await holding.end();
  });

  it('is not kept when it was let go while it was being taken', async () => {
    const holding = new Holding(shared, 'a name');
    const first = late.delayNextTake();
    const taken = holding.take();
    const ended = holding.end();
    await Promise.all([first.end(), taken, ended]);
    holding.keep();
    vi.advanceTimersByTime(RENEWALS_MS);
    expect(late.calls).toEqual(['take', 'release']);
    expect(await store.leases.take('a name', 'other', 60_000)).toBe('other');
  });

  it('tells once who has it instead, and is not renewed from then on', async () => {
    const holding = new Holding(shared, 'a name');
    await holding.take();
    await store.leases.pass('a name', 'this', 'other', 60_000);
    const lost = new Promise<string>((resolve) => holding.keep({ onLost: resolve }));
    vi.advanceTimersByTime(RENEWALS_MS);
    expect(await lost).toBe('other');
    vi.advanceTimersByTime(RENEWALS_MS);
    expect(late.calls).toEqual(['take', 'take']);
    await holding.end();
  });

  it('costs an update that is handled at once two requests', async () => {
    const claims = new UpdateClaims(shared, 1, log);
    await claims.claim(7);
    await claims.finish(7);
    expect(late.calls).toEqual(['take', 'pass']);
    expect(await claims.claim(7)).toBe('done');
  });
});
