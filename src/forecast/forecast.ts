import { outlookOf } from './outlook.ts';
import { Paths } from './paths.ts';
import { seededRandom } from './random.ts';
import { DAY_HOURS, HOUR_MS, hourlySpending, type Sample, usableSamples, WEEK_HOURS } from './spending.ts';

const DAY_MS = DAY_HOURS * HOUR_MS;
const HORIZON_HOURS = 104 * WEEK_HOURS;
const SEED = 1;
const FAN_STEPS = 48;

/** One moment of the way down. Four of five times what is left is from `low` to `high`. */
export interface FanPoint {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly low: number;
  readonly likely: number;
  readonly high: number;
}

/** When nothing will be left, if no money is added. Moments are in milliseconds since 1970. */
export type Forecast =
  /** Samples of a day are needed, half of it at least without what a top-up hides. @see Spending.knownMs */
  | { readonly kind: 'too-little-data'; readonly spanMs: number }
  | { readonly kind: 'used-up' }
  /** No spending, or so little, or none for so long, that it more likely than not lasts for two years. */
  | { readonly kind: 'not-spending' }
  | {
      readonly kind: 'ends';
      /** In one of ten cases it ends before this. */
      readonly early: number;
      /** In half of the cases. */
      readonly likely: number;
      /** In nine of ten; undefined if that is more than two years off. */
      readonly late: number | undefined;
      /** Average spending in a day, recent weeks counting more. */
      readonly perDay: number;
      /** From `now` to `late` (or as far beyond `likely` as that is off) in even steps: at most 49 points. */
      readonly fan: readonly FanPoint[];
    };

/**
 * Foretells from the way the figure fell when it reaches zero. Spending of which there is no sample yet is
 * reckoned with; the same input gives the same answer.
 * @param samples ascending by time, however spaced @param now milliseconds since 1970
 */
export function forecast(samples: readonly Sample[], now: number): Forecast {
  const usable = usableSamples(samples, now);
  const last = usable.at(-1);
  if (last !== undefined && last.left <= 0) return { kind: 'used-up' };
  const spanMs = last === undefined ? 0 : last.at - (usable[0]?.at ?? 0);
  if (last === undefined || spanMs < DAY_MS) return { kind: 'too-little-data', spanMs };
  const { hours, knownMs } = hourlySpending(usable);
  if (knownMs < DAY_MS / 2) return { kind: 'too-little-data', spanMs: knownMs };

  const outlook = outlookOf(hours, last.left);
  if (!(outlook.perHour > 0) || outlook.stopped >= 0.5) return { kind: 'not-spending' };
  const since = (now - last.at) / HOUR_MS;
  const paths = new Paths(outlook, last.left, HORIZON_HOURS, seededRandom(SEED));
  const [early, likely, late] = percentiles(paths.ends.slice()).map((end) =>
    Math.max(now, last.at + end * HOUR_MS),
  );
  if (early === undefined || likely === undefined || !Number.isFinite(likely))
    return { kind: 'not-spending' };
  const perDay = outlook.perHour * DAY_HOURS;
  if (late !== undefined && Number.isFinite(late)) {
    return { kind: 'ends', early, likely, late, perDay, fan: fanOf(paths, since, now, late) };
  }
  const beyond = Math.min(likely + (likely - now), last.at + HORIZON_HOURS * HOUR_MS);
  const fan = fanOf(paths, since, now, beyond);
  return { kind: 'ends', early, likely, late: undefined, perDay, fan };
}

/** @param since hours from the last sample to now */
function fanOf(paths: Paths, since: number, now: number, end: number): FanPoint[] {
  const steps = end > now ? FAN_STEPS : 0;
  return Array.from({ length: steps + 1 }, (_, step) => {
    const ahead = steps === 0 ? 0 : ((end - now) * step) / steps;
    const [low, likely, high] = percentiles(paths.leftAfter(since + ahead / HOUR_MS));
    return { at: now + ahead, low, likely, high };
  });
}

/** The 10th, the 50th and the 90th of a hundred. */
function percentiles(values: Float64Array): [number, number, number] {
  values.sort();
  const last = values.length - 1;
  return [
    values[Math.round(0.1 * last)] ?? 0,
    values[Math.round(0.5 * last)] ?? 0,
    values[Math.round(0.9 * last)] ?? 0,
  ];
}
