import type { Logger } from 'pino';
import { AdapterError } from '../adapter.ts';
import { describeError } from '../log.ts';
import { Holding, type HoldingTimes } from '../storage/holding.ts';
import type { SharedStore } from '../storage/shared-store.ts';
import { StorageError } from '../storage/storage-error.ts';
import { type ShardRange, shardIdsOf } from './shards.ts';

/**
 * How long shards stay those of a process that was killed, and how often they are renewed, in milliseconds. Nobody can
 * tell it from one that stands still, so a restart waits for as long.
 */
const TIMES: HoldingTimes = { lease: 10_000, renewal: 3_000 };

/**
 * Keeps shards to one process.
 *
 * Discord lets two processes have the same shard, and sends its events to both. A process whose shards another has
 * therefore waits for them.
 */
export class ShardLeases {
  readonly #shared: SharedStore;
  readonly #log: Logger;
  #held: readonly Holding[] = [];

  constructor(shared: SharedStore, log: Logger) {
    this.#shared = shared;
    this.#log = log;
  }

  /**
   * Takes shards, all or none, and keeps them from then on. Rejects with an {@link AdapterError} where another
   * process has one of them.
   *
   * @param onLost hears when another process has taken one of them, as after a long pause of this one
   */
  async take(applicationId: string, range: ShardRange, onLost: (error: AdapterError) => void): Promise<void> {
    await this.release();
    const names = shardIdsOf(range).map((id) => `discord:${applicationId}:shard:${id}/${range.count}`);
    const { holder: self } = this.#shared;
    const holdings = new Map(names.map((name) => [name, new Holding(this.#shared, name, TIMES)]));
    this.#held = [...holdings.values()];
    try {
      for (const [name, holding] of holdings) {
        const holder = await holding.take();
        if (holder !== self) throw taken(name, holder);
      }
      // Only then, lest one is told to be lost while the others are being taken.
      for (const [name, holding] of holdings) this.#keep(name, holding, onLost);
    } catch (error) {
      await this.release();
      if (!(error instanceof StorageError)) throw error;
      throw new AdapterError('The store cannot say whose the shards are.', { transient: true });
    }
  }

  /** Lets the shards go. */
  async release(): Promise<void> {
    const held = this.#held;
    this.#held = [];
    // Where the store fails, their time runs out.
    await Promise.allSettled(held.map((holding) => holding.end()));
  }

  #keep(name: string, holding: Holding, onLost: (error: AdapterError) => void): void {
    holding.keep({
      onLost: (holder) => onLost(taken(name, holder)),
      onUnsure: (error) =>
        this.#log.warn(
          { shard: shardOf(name), error: describeError(error) },
          'a shard could not be kept for this process',
        ),
    });
  }
}

function shardOf(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1);
}

function taken(name: string, holder: string): AdapterError {
  return new AdapterError(
    `Another process (${holder}) has the shard ${shardOf(name)}. This one waits until it is free, which takes ${TIMES.lease / 1_000} seconds where that one was killed. If it runs, give each process shards of its own in DISCORD_SHARDS, or stop it.`,
    { transient: true },
  );
}
