import { hostname } from 'node:os';
import type { Logger } from 'pino';
import { AdapterError } from '../adapter.ts';
import { codeOf } from '../error-code.ts';
import type { Leases } from '../storage/leases.ts';
import { StorageError } from '../storage/storage-error.ts';
import { type ShardRange, shardIdsOf } from './shards.ts';

/** How long shards stay a dead process's when nobody can tell that it is dead, in milliseconds. */
const HELD_MS = 30_000;
const RENEWAL_MS = 10_000;

/**
 * Keeps shards to one process.
 *
 * Discord lets two processes have the same shard, and sends its events to both. A process whose shards another has
 * therefore waits for them. Those of a process that ended on this machine without letting them go are free at once.
 */
export class ShardLeases {
  readonly #leases: Leases;
  readonly #log: Logger;
  readonly #self = `${hostname()}/${process.pid}`;
  #held: readonly string[] = [];
  #renewal: NodeJS.Timeout | undefined;

  constructor(leases: Leases, log: Logger) {
    this.#leases = leases;
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
        const holder = await this.#take(name);
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

  async #take(name: string): Promise<string> {
    const holder = await this.#leases.take(name, this.#self, HELD_MS);
    if (holder === this.#self || !isGone(holder)) return holder;
    return (await this.#leases.pass(name, holder, this.#self, HELD_MS)) ? this.#self : holder;
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
    `Another process (${holder}) has the shard ${shard}. Give each process shards of its own in DISCORD_SHARDS, or stop that one.`,
    { transient: true },
  );
}

/** Whether a holder was a process on this machine, and is no more. */
function isGone(holder: string): boolean {
  const slash = holder.lastIndexOf('/');
  if (holder.slice(0, slash) !== hostname()) return false;
  try {
    process.kill(Number(holder.slice(slash + 1)), 0);
    return false;
  } catch (error) {
    return codeOf(error) === 'ESRCH';
  }
}
