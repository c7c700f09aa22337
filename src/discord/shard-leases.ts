import type { Logger } from 'pino';
import { AdapterError } from '../adapter.ts';
import type { Leases } from '../storage/leases.ts';
import type { SharedStore } from '../storage/shared-store.ts';
import { StorageError } from '../storage/storage-error.ts';
import { type ShardRange, shardIdsOf } from './shards.ts';

/**
 * How long shards stay those of a process that was killed, and how often they are renewed, in milliseconds. Nobody can
 * tell it from one that stands still, so a restart waits for as long.
 */
const HELD_MS = 10_000;
const RENEWAL_MS = 3_000;

/**
 * Keeps shards to one process.
 *
 * Discord lets two processes have the same shard, and sends its events to both. A process whose shards another has
 * therefore waits for them.
 */
export class ShardLeases {
  readonly #leases: Leases;
  readonly #log: Logger;
  readonly #self: string;
  #held: readonly string[] = [];
  #renewal: NodeJS.Timeout | undefined;

  constructor({ leases, holder }: SharedStore, log: Logger) {
    this.#leases = leases;
    this.#self = holder;
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
    try {
      for (const name of names) {
        const holder = await this.#leases.take(name, this.#self, HELD_MS);
        if (holder !== this.#self) throw taken(name, holder);
        this.#held = [...this.#held, name];
      }
    } catch (error) {
      await this.release();
      if (!(error instanceof StorageError)) throw error;
      throw new AdapterError('The store cannot say whose the shards are.', { transient: true });
    }
    this.#renewal = setInterval(() => this.#renew(onLost), RENEWAL_MS);
  }

  /** Lets the shards go. */
  async release(): Promise<void> {
    clearInterval(this.#renewal);
    const names = this.#held;
    this.#held = [];
    // Where the store fails, their time runs out.
    await Promise.allSettled(names.map((name) => this.#leases.release(name, this.#self)));
  }

  async #renew(onLost: (error: AdapterError) => void): Promise<void> {
    try {
      for (const name of this.#held) {
        const holder = await this.#leases.take(name, this.#self, HELD_MS);
        if (holder === this.#self || !this.#held.includes(name)) continue;
        clearInterval(this.#renewal);
        onLost(taken(name, holder));
        return;
      }
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      this.#log.warn({ problem: error.problem }, 'the shards could not be kept for this process');
    }
  }
}

function taken(name: string, holder: string): AdapterError {
  const shard = name.slice(name.lastIndexOf(':') + 1);
  return new AdapterError(
    `Another process (${holder}) has the shard ${shard}. This one waits until they are free, which takes ${HELD_MS / 1_000} seconds where that one was killed. If it runs, give each process shards of its own in DISCORD_SHARDS, or stop it.`,
    { transient: true },
  );
}
