import { forecast } from '../../src/forecast/forecast.ts';
import { seededRandom } from '../../src/forecast/random.ts';
import { PATTERNS } from './spenders.ts';
import { type Circumstances, tell } from './story.ts';

const DAY = 24;

/** A kind of user, looked at for so long. */
export interface Case extends Circumstances {
  readonly spender: string;
  readonly history: string;
  readonly pattern: keyof typeof PATTERNS;
}

const HISTORIES = [
  { history: '1 day', historyHours: DAY, stoppedHours: 12 },
  { history: '3 days', historyHours: 3 * DAY, stoppedHours: 36 },
  { history: '2 weeks', historyHours: 14 * DAY, stoppedHours: 5 * DAY },
  { history: '2 months', historyHours: 60 * DAY, stoppedHours: 7 * DAY },
] as const;

/** What the document's table has a row for, in its order. */
export const CASES: readonly Case[] = [
  ...Object.keys(PATTERNS).flatMap((name) => {
    const pattern = name as keyof typeof PATTERNS;
    return HISTORIES.map(({ history, historyHours }) => ({ spender: name, history, pattern, historyHours }));
  }),
  ...(['steady', 'weekly', 'bursty'] as const).flatMap((pattern) =>
    HISTORIES.map((circumstances) => ({
      spender: `${pattern}, stopped ${circumstances.stoppedHours} h ago`,
      pattern,
      ...circumstances,
    })),
  ),
];

/** How forecasts of one kind of user compare with the truth. */
export interface Score {
  /** Share of the stories in which the true moment was in the range. */
  readonly inRange: number;
  /** Share in which the forecast was that the user is not spending. */
  readonly notSpending: number;
  /** Median of |likely - true| as a share of the time that was left; of the stories that end. */
  readonly error: number;
  /** Median of the range's width as a share of the time that was left; Infinity where `late` is undefined. */
  readonly width: number;
}

/** Forecasts so many users of a kind, and compares with what came. */
export function evaluate(
  { pattern, ...circumstances }: Case,
  { stories, seed }: { readonly stories: number; readonly seed: number },
): Score {
  const random = seededRandom(seed);
  let [inRange, notSpending] = [0, 0];
  const errors: number[] = [];
  const widths: number[] = [];
  for (let index = 0; index < stories; index++) {
    const { samples, now, end } = tell(PATTERNS[pattern], circumstances, random);
    const said = forecast(samples, now);
    if (said.kind === 'not-spending') {
      notSpending += 1;
      if (end === Number.POSITIVE_INFINITY) inRange += 1;
    }
    if (said.kind === 'ends') {
      const late = said.late ?? Number.POSITIVE_INFINITY;
      if (said.early <= end && end <= late) inRange += 1;
      if (end === Number.POSITIVE_INFINITY) continue;
      errors.push(Math.abs(said.likely - end) / (end - now));
      widths.push((late - said.early) / (end - now));
    } else if (end !== Number.POSITIVE_INFINITY) errors.push(Number.POSITIVE_INFINITY);
  }
  return {
    inRange: inRange / stories,
    notSpending: notSpending / stories,
    error: median(errors),
    width: median(widths),
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
