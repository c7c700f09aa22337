import { EventEmitter } from 'node:events';

/**
 * Aborts the requests that it is given to as their signal, `ms` milliseconds after it was made.
 *
 * An `AbortSignal` takes longer to make and to listen to than all the rest of a look-up that is ours.
 */
export class Deadline extends EventEmitter {
  readonly #timer: NodeJS.Timeout;
  #aborted = false;

  constructor(ms: number) {
    super();
    this.#timer = setTimeout(() => {
      this.#aborted = true;
      this.emit('abort');
    }, ms);
  }

  /** Whether it is over; undici does not begin a request then. */
  get aborted(): boolean {
    return this.#aborted;
  }

  /** Has it never come, when there is nothing left to abort. */
  lift(): void {
    clearTimeout(this.#timer);
  }
}
