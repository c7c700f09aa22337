import { LRUCache } from 'lru-cache';

/** What stands under names, in their order; `undefined` for nothing. */
export type Values = (string | undefined)[];
type Read = (names: readonly string[]) => Promise<Values>;

/** Some kilobytes each at most, and half a kilobyte mostly. */
const MAX_RECORDS = 10_000;

/** What was read, or that it is being read by the one who put this here. */
interface Entry {
  readonly kept?: { readonly value: string | undefined };
}

/** What was read last, as it is stored: encrypted. Only for as long as nobody else writes to the store. */
export class CachedReads {
  readonly #readAll: Read;
  readonly #isAlone: () => boolean;
  readonly #entries = new LRUCache<string, Entry>({ max: MAX_RECORDS });
  /** How many writes of a name are under way. */
  readonly #writes = new Map<string, number>();

  /** @param readAll what stands under each of the names, in their order */
  constructor(readAll: Read, isAlone: () => boolean) {
    this.#readAll = readAll;
    this.#isAlone = isAlone;
  }

  /** What stands under each of the names, in their order. */
  read(names: readonly string[]): Promise<Values> {
    if (!this.#isAlone()) return this.#readAll(names);
    const values: Values = [];
    for (const name of names) {
      const kept = this.#entries.get(name)?.kept;
      if (kept === undefined) return this.#readAndKeep(names);
      values.push(kept.value);
    }
    return Promise.resolve(values);
  }

  /** Runs what writes the names. */
  async whileWriting<T>(names: readonly string[], write: () => Promise<T>): Promise<T> {
    for (const name of names) {
      this.#entries.delete(name);
      this.#writes.set(name, (this.#writes.get(name) ?? 0) + 1);
    }
    try {
      return await write();
    } finally {
      for (const name of names) {
        const others = (this.#writes.get(name) ?? 1) - 1;
        if (others > 0) this.#writes.set(name, others);
        else this.#writes.delete(name);
      }
    }
  }

  clear(): void {
    this.#entries.clear();
  }

  async #readAndKeep(names: readonly string[]): Promise<Values> {
    // Whatever is written meanwhile takes it away, and the value, old or new, is not kept.
    const reading: Entry = {};
    for (const name of names) if (!this.#writes.has(name)) this.#entries.set(name, reading);
    const values = await this.#readAll(names);
    names.forEach((name, index) => {
      if (this.#entries.peek(name) === reading) this.#entries.set(name, { kept: { value: values[index] } });
    });
    return values;
  }
}
