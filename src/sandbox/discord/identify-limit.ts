import { Journal } from '../journal.ts';
import type { Shard } from './shard.ts';

/** One attempt of the bot to begin a session. */
export interface Identify {
  readonly shard: Shard;
  /** Shards of one bucket may identify one after the other only. */
  readonly bucket: number;
  /** Whether it came late enough after the one before it in the bucket. */
  readonly admitted: boolean;
}

/** Lets each bucket of shards identify once in a while (Discord documentation, "Session start limit object"). */
export class IdentifyLimit {
  readonly maxConcurrency: number;
  readonly identifies = new Journal<Identify>();
  readonly #windowMs: number;
  readonly #lastAt = new Map<number, number>();

  constructor(maxConcurrency: number, windowMs: number) {
    this.maxConcurrency = maxConcurrency;
    this.#windowMs = windowMs;
  }

  /** Notes an attempt. @returns whether it may be */
  admit(shard: Shard): boolean {
    const bucket = shard[0] % this.maxConcurrency;
    const now = performance.now();
    const admitted = now - (this.#lastAt.get(bucket) ?? Number.NEGATIVE_INFINITY) >= this.#windowMs;
    if (admitted) this.#lastAt.set(bucket, now);
    this.identifies.push({ shard, bucket, admitted });
    return admitted;
  }
}
