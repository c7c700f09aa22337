import type { Logger } from 'pino';
import { describeError } from '../../log.ts';
import { LEASE_MS, RENEWAL_MS } from '../../storage/holding.ts';
import type { Leases } from '../../storage/leases.ts';

/** Who has an update: the one who asks, another delivery of it that is in hand somewhere, or nobody any more. */
export type Claim = 'own' | 'in-hand' | 'done';

/** Telegram keeps an update for 24 hours at most (Bot API, Getting updates). */
const DONE_MS = 24 * 3_600_000;

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
  readonly #leases: Leases;
  readonly #prefix: string;
  readonly #holder: string;
  readonly #log: Logger;
  readonly #own = new Map<number, NodeJS.Timeout>();

  /** @param holder the name of this process */
  constructor(leases: Leases, botId: number, holder: string, log: Logger) {
    this.#leases = leases;
    this.#prefix = `telegram:${botId}:update:`;
    this.#holder = holder;
    this.#log = log;
  }

  /**
   * Claims an update, to be {@link finish}ed or {@link drop}ped.
   *
   * When the store does not answer, it is the caller's: a person is told what is wrong with the store at once,
   * rather than nothing until it is mended.
   */
  async claim(updateId: number): Promise<Claim> {
    if (this.#own.has(updateId)) return 'in-hand';
    // Before anything else happens, lest another delivery to this process takes the update under the same name.
    this.#own.set(
      updateId,
      setInterval(() => this.#renew(updateId), RENEWAL_MS),
    );
    const holder = await this.#take(updateId);
    if (holder === this.#holder) return 'own';
    this.#forget(updateId);
    return holder === DONE ? 'done' : 'in-hand';
  }

  /** Marks an update as handled, everywhere. */
  async finish(updateId: number): Promise<void> {
    const name = this.#nameOf(updateId);
    try {
      const passed = await this.#leases.pass(name, this.#holder, DONE, DONE_MS);
      // It ran out while the process stood still, so that it may be free.
      if (!passed) await this.#leases.take(name, DONE, DONE_MS);
    } catch (error) {
      this.#log.warn({ update: updateId, error: describeError(error) }, 'an update may be answered again');
    } finally {
      this.#forget(updateId);
    }
  }

  /** Lets an update be claimed by others. */
  async drop(updateId: number): Promise<void> {
    this.#forget(updateId);
    try {
      await this.#leases.release(this.#nameOf(updateId), this.#holder);
    } catch {
      // It runs out soon.
    }
  }

  async #take(updateId: number): Promise<string> {
    try {
      return await this.#leases.take(this.#nameOf(updateId), this.#holder, LEASE_MS);
    } catch (error) {
      this.#log.warn(
        { update: updateId, error: describeError(error) },
        'the store does not say whether an update was answered before',
      );
      return this.#holder;
    }
  }

  async #renew(updateId: number): Promise<void> {
    const holder = await this.#take(updateId);
    if (holder !== this.#holder && this.#own.has(updateId))
      this.#log.warn({ update: updateId, holder }, 'an update is answered by another process as well');
  }

  #forget(updateId: number): void {
    clearInterval(this.#own.get(updateId));
    this.#own.delete(updateId);
  }

  #nameOf(updateId: number): string {
    return `${this.#prefix}${updateId}`;
  }
}
