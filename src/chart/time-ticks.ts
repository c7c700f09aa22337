import { Zone } from './zone.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
const DAY_MS = DAY_MINUTES * MINUTE_MS;
const MONTH_MS = 30.4 * DAY_MS;
/** 1970 began on a Thursday: weeks are counted from the Monday before. */
const DAYS_SINCE_MONDAY = 3;
const EPOCH_YEAR = 1970;
const MAX_TICKS = 40;

interface Step {
  readonly unit: 'minute' | 'day' | 'month';
  readonly size: number;
}

const STEPS: readonly Step[] = [
  ...steps('minute', [5, 10, 15, 30, 60, 120, 180, 240, 360, 720]),
  ...steps('day', [1, 2, 3, 5, 7, 10, 14]),
  ...steps('month', [1, 2, 3, 4, 6, 12, 24, 60, 120, 240, 600, 1_200]),
];

const UNIT_MS = { minute: MINUTE_MS, day: DAY_MS, month: MONTH_MS } as const;

/** A moment marked on the time axis. */
export interface TimeTick {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly label: string;
}

export interface TimeAxis {
  readonly from: number;
  readonly until: number;
  readonly locale: string;
  readonly timeZone: string;
}

/**
 * Marks for a time axis at round times of its zone: full hours, midnights, first days of months, years.
 * As many as `fits` lets stand beside each other; none if not even the sparsest do.
 */
export function timeTicks(
  axis: TimeAxis,
  fits: (ticks: readonly TimeTick[]) => boolean,
): readonly TimeTick[] {
  const zone = new Zone(axis.timeZone);
  for (const step of STEPS) {
    if ((axis.until - axis.from) / (step.size * UNIT_MS[step.unit]) > MAX_TICKS) continue;
    const label = labeller(step, axis, zone);
    const ticks = moments(step, axis, zone).map((at) => ({ at, label: label(at) }));
    if (fits(ticks)) return ticks;
  }
  return [];
}

function steps(unit: Step['unit'], sizes: readonly number[]): Step[] {
  return sizes.map((size) => ({ unit, size }));
}

function moments({ unit, size }: Step, { from, until }: TimeAxis, zone: Zone): number[] {
  const first = Math.floor(count(unit, zone.read(from)) / size) * size;
  const found: number[] = [];
  for (let index = first; ; index += size) {
    const reading = readingOf(unit, index);
    const at = zone.momentOf(reading);
    if (at > until) return found;
    // An hour that clocks skip has no mark; a day has one even if its midnight is skipped.
    const skipped = unit === 'minute' && zone.read(at) !== reading;
    if (at >= from && !skipped) found.push(at);
  }
}

/** How many whole units a reading is past the first one: of 1970, or for months of the era. */
function count(unit: Step['unit'], reading: number): number {
  if (unit === 'minute') return Math.floor(reading / MINUTE_MS);
  if (unit === 'day') return Math.floor(reading / DAY_MS) + DAYS_SINCE_MONDAY;
  const date = new Date(reading);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function readingOf(unit: Step['unit'], index: number): number {
  if (unit === 'minute') return index * MINUTE_MS;
  if (unit === 'day') return (index - DAYS_SINCE_MONDAY) * DAY_MS;
  return Date.UTC(EPOCH_YEAR, index - EPOCH_YEAR * 12);
}

/** Names a moment in the smallest unit of its step, or, where a greater one begins, in that. */
function labeller({ unit, size }: Step, { locale, timeZone }: TimeAxis, zone: Zone): (at: number) => string {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone });
  const year = format({ year: 'numeric' });
  const month = format({ month: 'short' });
  const day = format({ month: 'short', day: 'numeric' });
  const time = format(size < 60 ? { hour: 'numeric', minute: '2-digit' } : { hour: 'numeric' });
  return (at) => {
    const reading = zone.read(at);
    if (unit === 'month') return (new Date(reading).getUTCMonth() === 0 ? year : month).format(at);
    return (unit === 'day' || reading % DAY_MS === 0 ? day : time).format(at);
  };
}
