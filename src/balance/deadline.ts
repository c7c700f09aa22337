import type { Signal } from '../http/call.ts';

/**
 * Gives up the calls that it is given to as their signal, `ms` milliseconds after it was made.
 *
 * An `AbortSignal` takes longer to make and to listen to than all the rest of a look-up that is ours.
 */
export class Deadline implements Signal {
  readonly #timer: NodeJS.Timeout;
  readonly #listeners = new Set<() => void>();
  #aborted = false;

  constructor(ms: number) {
    this.#timer = setTimeout(() => {
      this.#aborted = true;
      for (const listener of this.#listeners) listener();
    }, ms);
  }

  /** Whether it is over; no call is begun then. */
  get aborted(): boolean {
    return this.#aborted;
  }

  addEventListener(_: 'abort', listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_: 'abort', listener: () => void): void {
    this.#listeners.delete(listener);
  }

  /** Has it never come, when there is nothing left to give up. */
  lift(): void {
    clearTimeout(this.#timer);
  }
}
