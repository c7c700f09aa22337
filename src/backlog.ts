import { AsyncResource } from 'node:async_hooks';

/** The longest time that work waits for what is urgent to end, in milliseconds. */
const MAX_WAIT_MS = 500;

/** How many owners' work is under way at the same time at most. */
const CONCURRENCY = 32;

/** From so many owners on, whoever brings more waits until it is done. */
const MAX_WAITING = 10_000;

type Work = () => Promise<void>;

/**
 * Work that no answer waits for: done when nothing urgent is in hand, and soon in any case. That of one owner is
 * done in the order it came.
 */
export class Backlog {
  readonly #onError: (error: unknown) => void;
  /** By the owner, then by what it is. */
  readonly #waiting = new Map<string, Map<string, Work>>();
  readonly #underWay = new Map<string, Promise<void>>();
  /** Work is no part of what happens to begin it: neither of a trace nor of a transaction. */
  readonly #apart = new AsyncResource('Backlog');
  #urgent = 0;
  #urgentUntil = 0;
  #isOverdue = false;
  #timer: NodeJS.Timeout | undefined;

  /** @param onError hears of work that rejects */
  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  /** Since when nothing urgent has been in hand, by `performance.now()`. */
  quietSince(): number {
    return this.#urgent > 0 ? performance.now() : this.#urgentUntil;
  }

  /** Runs a task that this work is not to get in the way of. */
  async urgently<T>(task: () => Promise<T>): Promise<T> {
    this.#urgent += 1;
    try {
      return await task();
    } finally {
      this.#urgent -= 1;
      this.#urgentUntil = performance.now();
      this.#workSoon();
    }
  }

  /**
   * Leaves work for later. Resolves at once, but when too much waits.
   *
   * @param what the same of one owner is done once, where it waits still
   */
  async add(owner: string, what: string, work: Work): Promise<void> {
    const ofOwner = this.#waiting.get(owner);
    if (ofOwner === undefined) this.#waiting.set(owner, new Map([[what, work]]));
    else ofOwner.set(what, work);
    this.#timer ??= setTimeout(() => {
      this.#isOverdue = true;
      this.#work();
    }, MAX_WAIT_MS);
    this.#workSoon();
    if (this.#waiting.size > MAX_WAITING) await this.settle(owner);
  }

  /** Does what waits of an owner now; resolves when it is done, as well as it could be. */
  async settle(owner: string): Promise<void> {
    await this.#begin(owner);
  }

  /** Does everything that waits now; resolves when it is done, as well as it could be. */
  async settleAll(): Promise<void> {
    for (const owner of [...this.#waiting.keys()]) this.#begin(owner);
    await Promise.all(this.#underWay.values());
  }

  #workSoon(): void {
    if (this.#urgent === 0 && this.#waiting.size > 0) setImmediate(() => this.#work());
  }

  #work(): void {
    for (const owner of this.#waiting.keys()) {
      if (this.#underWay.size >= CONCURRENCY || (this.#urgent > 0 && !this.#isOverdue)) return;
      this.#begin(owner);
    }
  }

  /** @returns what is under way of the owner then */
  #begin(owner: string): Promise<void> | undefined {
    const waiting = this.#waiting.get(owner);
    const before = this.#underWay.get(owner);
    if (waiting === undefined) return before;
    this.#waiting.delete(owner);
    if (this.#waiting.size === 0) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#isOverdue = false;
    }
    const run = () => this.#run(before, [...waiting.values()]);
    const done = this.#apart.runInAsyncScope(run).finally(() => {
      if (this.#underWay.get(owner) === done) this.#underWay.delete(owner);
      this.#work();
    });
    this.#underWay.set(owner, done);
    return done;
  }

  async #run(before: Promise<void> | undefined, all: readonly Work[]): Promise<void> {
    await before;
    for (const work of all) await work().catch(this.#onError);
  }
}
