import type { Logger } from 'pino';
import { describeError } from '../../log.ts';
import { Holding } from '../../storage/holding.ts';
import { inTime } from '../../storage/in-time.ts';
import type { SharedStore } from '../../storage/shared-store.ts';

/** Who has an update: the one who asks, another delivery of it that is in hand somewhere, or nobody any more. */
export type Claim = 'own' | 'in-hand' | 'done';

/** Telegram keeps an update for 24 hours at most (Bot API, Getting updates). */
const DONE_MS = 24 * 3_600_000;

/** How long the store may take to say who has an update, in milliseconds. */
const CLAIM_MS = 1_000;

/** The holder of what was handled; no process is called that. */
const DONE = 'done';

/**
 * Shares updates out among the processes on one store, so that each update is handled by one of them.
 *
 * What is in hand is a lease that is renewed meanwhile: when its process dies, it runs out, and the next delivery is
 * anybody's. Two cases are left in which somebody is answered twice: a process dies after Telegram took the reply
 * and before the store was told so, or it stands still for longer than the lease and Telegram delivers the update
 * again just then. The other way round, telling the store first, an answer would be lost in the same moment.
 */
export class UpdateClaims {
  readonly #shared: SharedStore;
  readonly #prefix: string;
  readonly #log: Logger;
  readonly #own = new Map<number, Holding>();

  constructor(shared: SharedStore, botId: number, log: Logger) {
    this.#shared = shared;
    this.#prefix = `telegram:${botId}:update:`;
    this.#log = log;
  }

  /**
   * Claims an update, to be {@link finish}ed or {@link drop}ped.
   *
   * When the store does not answer in time, it is the caller's: a person is told what is wrong with the store at once,
   * rather than nothing until it is mended.
   */
  async claim(updateId: number): Promise<Claim> {
    if (this.#own.has(updateId)) return 'in-hand';
    const holding = new Holding(this.#shared, this.#nameOf(updateId));
    // Before anything else happens, lest another delivery to this process takes the update under the same name.
    this.#own.set(updateId, holding);
    const holder = await this.#take(updateId, holding);
    if (holder === this.#shared.holder) {
      this.#keep(updateId, holding);
      return 'own';
    }
    this.#own.delete(updateId);
    return holder === DONE ? 'done' : 'in-hand';
  }

  /** Marks an update as handled, everywhere. */
  async finish(updateId: number): Promise<void> {
    try {
      const passed = await this.#own.get(updateId)?.pass(DONE, DONE_MS);
      // It ran out while the process stood still, so that it may be free.
      if (!passed) await this.#shared.leases.take(this.#nameOf(updateId), DONE, DONE_MS);
    } catch (error) {
      this.#log.warn({ update: updateId, error: describeError(error) }, 'an update may be answered again');
    } finally {
      this.#own.delete(updateId);
    }
  }

  /** Lets an update be claimed by others. */
  async drop(updateId: number): Promise<void> {
    try {
      await this.#own.get(updateId)?.end();
    } catch {
      // It runs out soon.
    } finally {
      this.#own.delete(updateId);
    }
  }

  async #take(updateId: number, holding: Holding): Promise<string> {
    try {
      return await inTime(CLAIM_MS, holding.take());
    } catch (error) {
      this.#tellUnsure(updateId, error);
      return this.#shared.holder;
    }
  }

  #keep(updateId: number, holding: Holding): void {
    holding.keep({
      onLost: (holder) =>
        this.#log.warn({ update: updateId, holder }, 'an update is answered by another process as well'),
      onUnsure: (error) => this.#tellUnsure(updateId, error),
    });
  }

  #tellUnsure(updateId: number, error: unknown): void {
    this.#log.warn(
      { update: updateId, error: describeError(error) },
      'the store does not say whether an update was answered before',
    );
  }

  #nameOf(updateId: number): string {
    return `${this.#prefix}${updateId}`;
  }
}
