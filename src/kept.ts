import { LRUCache } from 'lru-cache';

/**
 * What `make` gives of a text, kept for the texts that were asked for last. lru-cache's own `memo` takes its options
 * apart at each call, which takes longer than the look-up.
 */
export class Kept {
  readonly #made: LRUCache<string, string>;
  readonly #make: (text: string) => string;

  /** @param max how many are kept */
  constructor(max: number, make: (text: string) => string) {
    this.#made = new LRUCache({ max });
    this.#make = make;
  }

  get(text: string): string {
    const known = this.#made.get(text);
    if (known !== undefined) return known;
    const made = this.#make(text);
    this.#made.set(text, made);
    return made;
  }

  clear(): void {
    this.#made.clear();
  }
}
