import { atMost } from '../at-most.ts';

/** So much longer than a count took is the pause after it, so that counting takes a hundredth of the time. */
const PAUSES_A_COUNT = 100;

/** How long somebody who asks waits for a count that is under way, in milliseconds. */
const PATIENCE_MS = 250;

export interface PeriodicCountOptions {
  /** Walks over what is to be counted; `undefined` where that cannot be told. */
  readonly count: () => Promise<number | undefined>;
  /** The shortest pause after a count, in milliseconds. */
  readonly pauseMs: number;
  readonly now: () => number;
}

/** A count that takes a walk over the store: made anew when somebody asks, if the last one is old enough. */
export class PeriodicCount {
  readonly #options: PeriodicCountOptions;
  #last: number | undefined;
  #dueAt = Number.NEGATIVE_INFINITY;
  #underWay: Promise<void> | undefined;

  constructor(options: PeriodicCountOptions) {
    this.#options = options;
  }

  /** The last count. Waits a little for one that is under way, not for long: whoever asks has a time limit. */
  async read(): Promise<number | undefined> {
    if (this.#options.now() >= this.#dueAt) this.#underWay ??= this.#walk();
    if (this.#underWay !== undefined) await atMost(PATIENCE_MS, this.#underWay, undefined);
    return this.#last;
  }

  async #walk(): Promise<void> {
    const startedAt = performance.now();
    try {
      this.#last = await this.#options.count();
    } finally {
      const tookMs = performance.now() - startedAt;
      this.#dueAt = this.#options.now() + Math.max(this.#options.pauseMs, tookMs * PAUSES_A_COUNT);
      this.#underWay = undefined;
    }
  }
}
