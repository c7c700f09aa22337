import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { IdentifyThrottler } from '../../src/discord/identify-throttler.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import type { Store } from '../../src/storage/store.ts';
import { freshStore } from '../stores/fresh-store.ts';

const INTERVAL_MS = 60;

describe('the turns in which shards identify', () => {
  let store: Store;

  beforeEach(async () => {
    const fresh = await freshStore('sqlite');
    store = await openStorage(fresh.url, () => undefined);
    onTestFinished(async () => {
      await store.close();
      await fresh[Symbol.asyncDispose]();
    });
  });

  const machine = (maxConcurrency: number) =>
    new IdentifyThrottler(store.leases, { applicationId: '1', maxConcurrency, intervalMs: INTERVAL_MS });
  const never = new AbortController().signal;

  it('come one after the other in a bucket, over all machines, and in order on each', async () => {
    const machines = [machine(1), machine(1)];
    const order: number[] = [];
    const startedAt = performance.now();
    await Promise.all(
      [0, 1, 2, 3].map(async (shard) => {
        await machines[shard % 2]?.waitForIdentify(shard, never);
        order.push(shard);
      }),
    );
    // The store counts whole milliseconds.
    expect(performance.now() - startedAt).toBeGreaterThan(3 * (INTERVAL_MS - 1));
    expect(order.filter((shard) => shard % 2 === 0)).toEqual([0, 2]);
    expect(order.filter((shard) => shard % 2 === 1)).toEqual([1, 3]);
  });

  it('do not wait for those of another bucket', async () => {
    const one = machine(2);
    await store.leases.take('discord:1:identify:1', 'another', 60_000);
    await one.waitForIdentify(0, never);
    await one.waitForIdentify(2, never);
    expect(await store.leases.take('discord:1:identify:1', 'this', 60_000)).toBe('another');
  });

  it('are given up by a shard that closes meanwhile, and go to the next', async () => {
    const one = machine(1);
    await store.leases.take('discord:1:identify:0', 'another', 60_000);
    const closing = new AbortController();
    const waiting = one.waitForIdentify(0, closing.signal);
    const next = one.waitForIdentify(1, never);
    closing.abort();
    await expect(waiting).rejects.toThrow('aborted');
    await store.leases.release('discord:1:identify:0', 'another');
    await next;
  });
});
