import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import AsyncLock from 'async-lock';
import type { IIdentifyThrottler } from 'discord.js';
import type { Leases } from '../storage/leases.ts';
import { unlessStoreFails } from '../storage/storage-error.ts';

/**
 * Milliseconds between two shards of a bucket.
 *
 * Discord lets one identify in 5 seconds (Discord documentation, "Session start limit object"). Half a second more,
 * since one call may be longer on its way than the next.
 */
export const IDENTIFY_INTERVAL_MS = 5_500;

/** How often within that time a bucket is asked for that another process has. */
const LOOKS = 20;

export interface IdentifyThrottlerOptions {
  readonly applicationId: string;
  /** The number of buckets: a shard is in the one of its id modulo this. */
  readonly maxConcurrency: number;
  readonly intervalMs: number;
}

/**
 * Lets the shards of all processes on the same store identify when Discord takes it.
 *
 * Whoever is to identify takes a lease on its bucket and lets it run out. In one process shards of a bucket come in
 * the order in which they asked. While the store fails they wait for it: to identify too early costs them more.
 */
export class IdentifyThrottler implements IIdentifyThrottler {
  readonly #leases: Leases;
  readonly #options: IdentifyThrottlerOptions;
  readonly #queues = new AsyncLock({ maxPending: Number.POSITIVE_INFINITY });

  constructor(leases: Leases, options: IdentifyThrottlerOptions) {
    this.#leases = leases;
    this.#options = options;
  }

  /** Resolves when the shard may identify; rejects when `signal` says that it does not want to any more. */
  async waitForIdentify(shardId: number, signal: AbortSignal): Promise<void> {
    const { applicationId, maxConcurrency, intervalMs } = this.#options;
    const bucket = `discord:${applicationId}:identify:${shardId % maxConcurrency}`;
    const holder = randomUUID();
    await this.#queues.acquire(bucket, async () => {
      signal.throwIfAborted();
      while ((await unlessStoreFails(this.#leases.take(bucket, holder, intervalMs))) !== holder) {
        await setTimeout(intervalMs / LOOKS, undefined, { signal });
      }
    });
  }
}
