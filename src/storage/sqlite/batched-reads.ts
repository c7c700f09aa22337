type Entries = readonly (string | undefined)[];

interface Reader {
  readonly names: readonly string[];
  resolve(entries: Entries): void;
  reject(error: unknown): void;
}

/**
 * Reads that are wanted at the same time, or while others are under way, done by one statement: on the one
 * connection they would stand in line, and each would go through a thread of its own.
 */
export class BatchedReads {
  readonly #readAll: (names: readonly string[]) => Promise<Entries>;
  #waiting: Reader[] = [];
  #busy = false;

  /** @param readAll what stands under each of the names, in their order */
  constructor(readAll: (names: readonly string[]) => Promise<Entries>) {
    this.#readAll = readAll;
  }

  /** What stands under each of the names, in their order. */
  read(names: readonly string[]): Promise<Entries> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ names, resolve, reject });
      if (this.#busy) return;
      this.#busy = true;
      // Behind everything else that is about to be wanted.
      process.nextTick(() => this.#work());
    });
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      const readers = this.#waiting;
      this.#waiting = [];
      try {
        const entries = await this.#readAll(readers.flatMap(({ names }) => names));
        let from = 0;
        for (const { names, resolve } of readers) {
          resolve(entries.slice(from, from + names.length));
          from += names.length;
        }
      } catch (error) {
        for (const { reject } of readers) reject(error);
      }
    }
    this.#busy = false;
  }
}
