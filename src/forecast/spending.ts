export const HOUR_MS = 3_600_000;
export const DAY_HOURS = 24;
export const WEEK_HOURS = 7 * DAY_HOURS;

/** What was longer ago says nothing about now. */
const MEMORY_HOURS = 16 * WEEK_HOURS;

/** A smaller change, as a share of the figure, is an error of rounding. */
const ROUNDING = 1e-9;

/** Beyond this, or with drops below its inverse, squares and quotients leave what a number can hold. */
const LARGEST_FIGURE = 1e100;

/** The last moment that a Date can hold. */
const LAST_MOMENT = 8.64e15;

/** What was left at a moment. */
export interface Sample {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The figure as a plain number; below zero when overdrawn. */
  readonly left: number;
}

/** What was spent in each hour. */
export interface Spending {
  /** Oldest first; the last hour ends with the last sample. At most sixteen weeks. */
  readonly hours: Float64Array;
  /** How much of that time the samples tell of, in milliseconds: without what a top-up hides. */
  readonly knownMs: number;
}

/** The samples that can be reckoned with: finite, not of the future, each later than the one before. */
export function usableSamples(samples: readonly Sample[], now: number): Sample[] {
  const usable: Sample[] = [];
  for (const sample of samples) {
    const { at, left } = sample;
    if (!(at <= now && Math.abs(at) <= LAST_MOMENT && Math.abs(left) <= LARGEST_FIGURE)) continue;
    const last = usable.at(-1);
    if (last !== undefined && at < last.at) continue;
    if (last?.at === at) usable.pop();
    usable.push(sample);
  }
  return usable;
}

/**
 * Spreads each drop evenly over the time between its two samples. Where the figure rose, money was added and
 * nobody saw what was spent meanwhile: that time gets the average of the days beside it.
 * @param samples usable ones, spanning half an hour at least
 */
export function hourlySpending(samples: readonly Sample[]): Spending {
  const first = samples[0]?.at ?? 0;
  const end = samples.at(-1)?.at ?? 0;
  const count = Math.min(Math.round((end - first) / HOUR_MS), MEMORY_HOURS);
  const begin = end - count * HOUR_MS;
  const hours = new Float64Array(count);
  const known = new Float64Array(count);
  for (let index = 1; index < samples.length; index++) {
    const [before, after] = [samples[index - 1], samples[index]];
    if (before === undefined || after === undefined || after.at <= begin) continue;
    const drop = before.left - after.left;
    const rounding = ROUNDING * Math.max(Math.abs(before.left), Math.abs(after.left)) + 1 / LARGEST_FIGURE;
    if (drop < -rounding) continue;
    const perMs = drop > rounding ? drop / (after.at - before.at) : 0;
    let from = Math.max(before.at, begin);
    for (let hour = Math.floor((from - begin) / HOUR_MS); hour < count && from < after.at; hour++) {
      const to = Math.min(after.at, begin + (hour + 1) * HOUR_MS);
      hours[hour] = (hours[hour] ?? 0) + perMs * (to - from);
      known[hour] = (known[hour] ?? 0) + to - from;
      from = to;
    }
  }
  return { hours: fillUnknown(hours, known), knownMs: sum(known) };
}

function fillUnknown(spent: Float64Array, knownMs: Float64Array): Float64Array {
  const isKnown = (hour: number) => (knownMs[hour] ?? 0) >= HOUR_MS / 2;
  const filled = spent.map((amount, hour) => (isKnown(hour) ? (amount * HOUR_MS) / (knownMs[hour] ?? 1) : 0));
  for (let from = 0; from < filled.length; from++) {
    if (isKnown(from)) continue;
    let to = from;
    while (to < filled.length && !isKnown(to)) to++;
    const before = Math.max(0, from - DAY_HOURS);
    const after = Math.min(filled.length, to + DAY_HOURS);
    let [total, count] = [0, 0];
    for (let hour = before; hour < after; hour++) {
      if (hour >= from && !isKnown(hour)) continue;
      total += filled[hour] ?? 0;
      count += 1;
    }
    filled.fill(count === 0 ? 0 : total / count, from, to);
    from = to;
  }
  return filled;
}

/** The sum of a series. */
export function sum(series: Float64Array): number {
  let total = 0;
  for (const value of series) total += value;
  return total;
}
