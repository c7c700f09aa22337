/** How many names one filter is for, and of how many bits it is: it takes one unknown name in a thousand for known. */
const MAX_NAMES = 50_000;
const BITS = 2 ** 20;

/** How many bits stand for a name. */
const BITS_A_NAME = 4;

/** A Bloom filter. */
interface Generation {
  readonly bits: Uint8Array;
  count: number;
  /** When the last of its names runs out, in milliseconds since 1970. */
  until: number;
}

/**
 * Names that may stand in a file, in a few bytes each: of a name it does not know, the file need not be asked. Of
 * few it says by mistake that it knows them.
 */
export class KnownNames {
  #generations: Generation[] = [];

  /** @param until when the name may be forgotten, in milliseconds since 1970 */
  add(name: string, until: number): void {
    const generation = this.#open();
    for (const bit of bitsOf(name)) generation.bits[bit >>> 3] = byteAt(generation, bit) | (1 << (bit & 7));
    generation.count += 1;
    generation.until = Math.max(generation.until, until);
  }

  mayHave(name: string): boolean {
    const bits = bitsOf(name);
    return this.#generations.some((each) => bits.every((bit) => (byteAt(each, bit) >>> (bit & 7)) & 1));
  }

  /** The last generation, where it is not full; a new one takes the place of those whose time is over. */
  #open(): Generation {
    const last = this.#generations.at(-1);
    if (last !== undefined && last.count < MAX_NAMES) return last;
    const now = Date.now();
    const fresh: Generation = { bits: new Uint8Array(BITS / 8), count: 0, until: 0 };
    this.#generations = [...this.#generations.filter(({ until }) => until > now), fresh];
    return fresh;
  }
}

function byteAt({ bits }: Generation, bit: number): number {
  return bits[bit >>> 3] ?? 0;
}

/** As Kirsch and Mitzenmacher have it ("Less Hashing, Same Performance"): all from two hashes. */
function bitsOf(name: string): number[] {
  const [first, second] = [hashOf(name, 0x811c9dc5), hashOf(name, 0x01234567) | 1];
  const bits: number[] = [];
  for (let index = 0; index < BITS_A_NAME; index += 1) bits.push((first + index * second) & (BITS - 1));
  return bits;
}

/** FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/), of 32 bits, over UTF-16 code units. */
function hashOf(text: string, basis: number): number {
  let hash = basis;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  // The lower bits of the last characters differ least.
  return (hash ^ (hash >>> 15)) >>> 0;
}
