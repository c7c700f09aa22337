const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

/**
 * What a clock on the wall shows at a moment, as the milliseconds since 1970 at which a clock in UTC shows it.
 *
 * Throws a `RangeError` where the zone is none that `Intl` knows.
 *
 * @param zone an IANA name
 */
export function wallClock(zone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  });
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const number = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type));
    const year = parts.get('era') === 'AD' ? number('year') : 1 - number('year');
    const shown = new Date(0);
    // Unlike these, Date.UTC takes the years 0 to 99 for others.
    shown.setUTCFullYear(year, number('month') - 1, number('day'));
    shown.setUTCHours(number('hour'), number('minute'), number('second'));
    // No offset has a part of a second.
    return shown.getTime() + modulo(at, SECOND_MS);
  };
}

/** How far ahead of UTC the zone is at a moment, in milliseconds. @param zone an IANA name */
export function offsetAt(at: number, zone: string): number {
  return wallClock(zone)(at) - at;
}

/** Whether `Intl` knows a time zone of that name. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/**
 * The first moment of the calendar day that holds at `at`, in milliseconds since 1970.
 *
 * It is not midnight where the clocks go forward over midnight, and the earlier one where it comes twice.
 *
 * @param zone an IANA name
 */
export function startOfDay(at: number, zone: string): number {
  const clock = wallClock(zone);
  const midnight = clock(at) - modulo(clock(at), DAY_MS);
  // The clocks do not change twice within two days.
  const candidates = [midnight - DAY_MS, midnight + DAY_MS].map((near) => midnight - (clock(near) - near));
  const [early, late] = [Math.min(...candidates), Math.max(...candidates)];
  const shown = [early, late].find((candidate) => clock(candidate) === midnight);
  return shown ?? firstMoment(early, late, (moment) => clock(moment) >= midnight);
}

/** The first moment in (`before`, `after`] at which something holds that does from then on, and at `after`. */
export function firstMoment(before: number, after: number, holds: (at: number) => boolean): number {
  let [low, high] = [before, after];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** The remainder that is never negative. */
export function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
