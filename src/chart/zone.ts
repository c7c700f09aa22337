import { DAY_MS, wallClock } from '../time/local-time.ts';

/** A time zone's wall clock. Its readings are milliseconds, as if the clock hung in UTC. */
export class Zone {
  /** What the clock shows at a moment. */
  readonly read: (at: number) => number;

  /** @param timeZone IANA */
  constructor(timeZone: string) {
    this.read = wallClock(timeZone);
  }

  /**
   * The first moment at which the clock shows a reading. Where clocks are put forward past it, the moment that
   * is as long after the change as the reading is: for a midnight that is skipped, the beginning of that day.
   */
  momentOf(reading: number): number {
    const before = reading - this.#offset(reading - DAY_MS);
    const after = reading - this.#offset(reading + DAY_MS);
    const shown = [before, after].filter((at) => this.read(at) === reading);
    return shown.length > 0 ? Math.min(...shown) : before;
  }

  #offset(at: number): number {
    return this.read(at) - at;
  }
}
