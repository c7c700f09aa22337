/** How long it takes to type a line where no time passes by itself, in milliseconds. */
const LINE_MS = 5_000;

/** The time in the demo, in milliseconds since 1970: it can be sent ahead. */
export class Clock {
  readonly #startsAt: number | undefined;
  #aheadMs = 0;

  /** @param startsAt where it stands until it is sent ahead; without, it goes on from now by itself */
  constructor(startsAt?: number) {
    this.#startsAt = startsAt;
  }

  readonly now = (): number => (this.#startsAt ?? Date.now()) + this.#aheadMs;

  advance(ms: number): void {
    this.#aheadMs += ms;
  }

  /** Somebody types a line. */
  lineTyped(): void {
    if (this.#startsAt !== undefined) this.advance(LINE_MS);
  }
}
