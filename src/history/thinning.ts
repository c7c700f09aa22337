import type { DatedBalance } from '../balance/outcome.ts';
import { kindOfStep, type StepKind } from './steps.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** All ages in milliseconds. Older points than the last are dropped. */
const DAY_AGE = DAY_MS;
const MONTH_AGE = 31 * DAY_MS;
const LONGEST_AGE = 730 * DAY_MS;

/** How finely points are kept, by their age: the widths of the buckets, in milliseconds, of which each keeps one. */
interface Resolution {
  /** Of the last day. 0 keeps every point. */
  readonly day: number;
  readonly month: number;
  readonly beyond: number;
  /** Up to which age the points around a top-up are kept besides. */
  readonly topUps: number;
}

const DAY_WIDTHS = [0, 1, 2, 5, 10, 15, 20, 30, 60].map((minutes) => minutes * MINUTE_MS);

/** Widths for the month and for what is beyond, in hours and in days. */
const OLDER_WIDTHS = (
  [
    [1, 1],
    [1, 2],
    [1, 4],
    [2, 4],
    [2, 8],
    [4, 8],
    [8, 16],
    [24, 32],
  ] as const
).map(([hours, days]) => ({ month: hours * HOUR_MS, beyond: days * DAY_MS }));

/** Top-ups are given up last, because without them sums of spending are not exact any more. */
const TOP_UP_AGES = [LONGEST_AGE, MONTH_AGE, DAY_AGE, -1];

/** From the finest to the coarsest, the last day coarser before what is older. */
const LAST_DAY_FIRST: readonly Resolution[] = TOP_UP_AGES.flatMap((topUps) =>
  OLDER_WIDTHS.flatMap((older) => DAY_WIDTHS.map((day) => ({ ...older, day, topUps }))),
);

/** From the finest to the coarsest, what is oldest coarser before the last day. */
const OLDEST_FIRST: readonly Resolution[] = TOP_UP_AGES.flatMap((topUps) =>
  DAY_WIDTHS.flatMap((day) => OLDER_WIDTHS.map((older) => ({ ...older, day, topUps }))),
);

/** What is thinned first where there are too many points. */
export type Priority = 'last-day-first' | 'oldest-first';

/** A point and the step that led to it. */
interface Stepped {
  readonly point: DatedBalance;
  readonly step: StepKind | undefined;
}

/**
 * Thins ascending points by their age against the newest: all of the last day, of a month the last of each hour,
 * of two years the last of each day (of UTC). At most `max` are left.
 *
 * The points around a top-up stay, so that what was spent and added between two kept points is exact. Of a run of
 * equal balances its first and last stay, so that it is seen how long the balance stood still. Thinning a thinned
 * series once more, with later points at its end, leaves what thinning all of them at once does.
 */
export function thin(
  points: readonly DatedBalance[],
  max: number,
  priority: Priority = 'last-day-first',
): readonly DatedBalance[] {
  const newest = points.at(-1)?.readAt ?? 0;
  const candidates = withoutInnerOfRuns(points.filter(({ readAt }) => newest - readAt < LONGEST_AGE));
  for (const resolution of priority === 'oldest-first' ? OLDEST_FIRST : LAST_DAY_FIRST) {
    const kept = candidates.filter((_, index) => isKept(candidates, index, newest, resolution));
    if (kept.length <= max) return kept.map(({ point }) => point);
  }
  return points.slice(-max);
}

function withoutInnerOfRuns(points: readonly DatedBalance[]): readonly Stepped[] {
  const kept: Stepped[] = [];
  for (const point of points) {
    const last = kept.at(-1);
    const step = last && kindOfStep(last.point, point);
    if (step === 'unchanged' && last?.step === 'unchanged') kept.pop();
    kept.push({ point, step });
  }
  return kept;
}

function isKept(all: readonly Stepped[], index: number, newest: number, resolution: Resolution): boolean {
  const before = all[index - 1];
  const candidate = all[index];
  const next = all[index + 1];
  if (before === undefined || candidate === undefined || next === undefined) return true;
  const { readAt } = candidate.point;
  const age = newest - readAt;
  if (age < resolution.topUps && (candidate.step === 'top-up' || next.step === 'top-up')) return true;
  const width = widthAt(age, resolution);
  if (width === 0 || widthAt(newest - next.point.readAt, resolution) !== width) return true;
  const bucket = Math.floor(readAt / width);
  if (Math.floor(next.point.readAt / width) !== bucket) return true;
  // An empty bucket before it pays for the end of a run, so that there are never more points than buckets.
  return candidate.step === 'unchanged' && bucket - Math.floor(before.point.readAt / width) > 1;
}

function widthAt(age: number, { day, month, beyond }: Resolution): number {
  if (age < DAY_AGE) return day;
  return age < MONTH_AGE ? month : beyond;
}
