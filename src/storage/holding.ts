import type { Leases } from './leases.ts';
import type { SharedStore } from './shared-store.ts';
import { unlessStoreFails } from './storage-error.ts';

/** Both in milliseconds. */
export interface HoldingTimes {
  /** How soon a name whose process was killed can be had by another. */
  readonly lease: number;
  readonly renewal: number;
}

const TIMES: HoldingTimes = { lease: 3_000, renewal: 1_000 };

/** What becomes of a name while it is kept. */
export interface HoldingEvents {
  /** Hears who has the name instead, as after a long pause of this process. It is not renewed from then on. */
  readonly onLost?: (holder: string) => void;
  /** Hears when the store fails, and not again before it has answered. */
  readonly onUnsure?: (error: unknown) => void;
}

/** A name that this process has for as long as it wants, for one time: it is taken, kept, and let go. */
export class Holding {
  readonly #leases: Leases;
  readonly #holder: string;
  readonly #name: string;
  readonly #times: HoldingTimes;
  #asked: Promise<unknown> | undefined;
  #isUnsure = false;
  #isOver = false;
  #renewal: NodeJS.Timeout | undefined;

  constructor({ leases, holder }: SharedStore, name: string, times = TIMES) {
    this.#leases = leases;
    this.#holder = holder;
    this.#name = name;
    this.#times = times;
  }

  /** Takes the name, unless another has it. Rejects as the store does. @returns who has it now */
  take(): string | Promise<string> {
    const answer = this.#leases.take(this.#name, this.#holder, this.#times.lease);
    if (answer instanceof Promise) return this.#hear(answer);
    this.#isUnsure = false;
    return answer;
  }

  /** Renews the name until it is let go or lost; also one of which the store did not say whose it is. */
  keep(events: HoldingEvents = {}): void {
    // It may have been let go while it was being taken.
    if (this.#isOver) return;
    this.#renewal = setInterval(() => {
      // A store that answers late is asked one thing at a time.
      if (this.#asked === undefined) this.#renew(events);
    }, this.#times.renewal);
  }

  /** Lets the name go. Rejects as the store does, and the name runs out then. */
  async end(): Promise<void> {
    await this.#stop();
    await this.#leases.release(this.#name, this.#holder);
  }

  /** Hands the name on for `ms` milliseconds. Rejects as the store does. @returns whether this process had it */
  async pass(to: string, ms: number): Promise<boolean> {
    await this.#stop();
    return this.#leases.pass(this.#name, this.#holder, to, ms);
  }

  async #hear(answer: Promise<string>): Promise<string> {
    this.#asked = answer;
    try {
      const holder = await answer;
      this.#isUnsure = false;
      return holder;
    } catch (error) {
      this.#isUnsure = true;
      throw error;
    } finally {
      this.#asked = undefined;
    }
  }

  async #renew({ onLost, onUnsure }: HoldingEvents): Promise<void> {
    const wasUnsure = this.#isUnsure;
    let holder: string;
    try {
      holder = await this.take();
    } catch (error) {
      // What fails now may succeed the next time, while the name is still held.
      if (!wasUnsure && !this.#isOver) onUnsure?.(error);
      return;
    }
    if (holder === this.#holder || this.#isOver) return;
    this.#halt();
    onLost?.(holder);
  }

  /** Ends the renewals. One that is under way might reach the store last, and would hold the name for nobody. */
  async #stop(): Promise<void> {
    this.#halt();
    await this.#asked?.catch(() => undefined);
  }

  #halt(): void {
    this.#isOver = true;
    clearInterval(this.#renewal);
  }
}

/**
 * Runs `task` while this process has the name, and keeps it until the task has ended; not where another has it.
 *
 * @returns what the task gives; `undefined` where another process has the name
 */
export async function whileHolding<T>(
  shared: SharedStore,
  name: string,
  task: () => Promise<T>,
): Promise<T | undefined> {
  const holding = new Holding(shared, name);
  if ((await holding.take()) !== shared.holder) return undefined;
  holding.keep();
  try {
    return await task();
  } finally {
    await unlessStoreFails(holding.end());
  }
}
