const DAY_MS = 86_400_000;

/** A time zone's wall clock. Its readings are milliseconds, as if the clock hung in UTC. */
export class Zone {
  readonly #clock: Intl.DateTimeFormat;

  /** @param timeZone IANA */
  constructor(timeZone: string) {
    this.#clock = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  /** What the clock shows at a moment, to the second. */
  read(at: number): number {
    const shown: Record<string, number> = {};
    for (const { type, value } of this.#clock.formatToParts(at)) shown[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
    return Date.UTC(year, month - 1, day, hour, minute, second);
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
