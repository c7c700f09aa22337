/** More in one generation would keep those that have run out for long. */
const MAX_GENERATION = 50_000;

interface Generation {
  readonly hashes: Set<number>;
  /** When the last of its names runs out, in milliseconds since 1970. */
  until: number;
}

/**
 * Names that may stand in a file, in a few bytes each: of a name it does not know, the file need not be asked.
 *
 * It keeps hashes of 32 bits, so that it takes one unknown name in many thousands for a known one.
 */
export class KnownNames {
  #generations: Generation[] = [];

  /** @param until when the name may be forgotten, in milliseconds since 1970 */
  add(name: string, until: number): void {
    let last = this.#generations.at(-1);
    if (last === undefined || last.hashes.size >= MAX_GENERATION) {
      const now = Date.now();
      this.#generations = this.#generations.filter((each) => each.until > now);
      last = { hashes: new Set(), until: 0 };
      this.#generations.push(last);
    }
    last.hashes.add(hashOf(name));
    last.until = Math.max(last.until, until);
  }

  mayHave(name: string): boolean {
    const hash = hashOf(name);
    return this.#generations.some(({ hashes }) => hashes.has(hash));
  }
}

/** FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/), of 32 bits, over UTF-16 code units. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash | 0;
}
