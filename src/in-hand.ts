import { atMost } from './at-most.ts';

/** Counts what is being worked on, so that a stop can let it finish. */
export class InHand {
  readonly #tasks = new Set<Promise<unknown>>();

  /** Runs `task` and counts it until it has settled. */
  async run<Result>(task: () => Promise<Result>): Promise<Result> {
    const running = task();
    this.#tasks.add(running);
    try {
      return await running;
    } finally {
      this.#tasks.delete(running);
    }
  }

  /**
   * Waits until nothing is in hand, for `graceMs` milliseconds at most.
   *
   * @returns how many tasks were still unfinished
   */
  async drain(graceMs: number): Promise<number> {
    await atMost(graceMs, Promise.allSettled(this.#tasks), undefined);
    return this.#tasks.size;
  }
}
