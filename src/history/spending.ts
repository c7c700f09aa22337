import { type Decimal, toPlainString } from '../balance/decimal.ts';
import type { DatedBalance } from '../balance/outcome.ts';
import type { Series } from './series.ts';
import { changeOf, type FigureName, kindOfStep, sum } from './steps.ts';

/** What was added to a balance at once. A figure that nothing was added to has 0. */
export interface TopUp {
  /** When it was first seen, in milliseconds since 1970. */
  readonly at: number;
  readonly points: Decimal;
  readonly amount: Decimal;
}

/** What was left of a figure at a moment, near enough to draw it and to reckon ahead with it. */
export interface Sample {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly left: number;
}

/**
 * What was spent of a figure after `from` and up to `until`, in milliseconds since 1970, top-ups taken out.
 *
 * Counted from the last point at or before `from`, or from the first of all, to the last at or before `until`.
 */
export function spentBetween(series: Series, from: number, until: number, figure: FigureName): Decimal {
  const spent = stepsBetween(series, from, until).map(
    ([before, after]) => changeOf(before.balance[figure], after.balance[figure]).spent,
  );
  return sum(spent);
}

/** The top-ups that were first seen after `from` and up to `until`, in milliseconds since 1970. */
export function topUps(series: Series, from: number, until: number): readonly TopUp[] {
  return stepsBetween(series, from, until)
    .filter(([before, after]) => kindOfStep(before, after) === 'top-up')
    .map(([before, after]) => ({
      at: after.readAt,
      points: changeOf(before.balance.points, after.balance.points).added,
      amount: changeOf(before.balance.amount, after.balance.amount).added,
    }));
}

/** What was left of a figure over time, as floating-point numbers. */
export function samplesOf(series: Series, figure: FigureName): readonly Sample[] {
  return series.map(({ readAt, balance }) => ({
    at: readAt,
    left: Number(toPlainString(balance[figure].remaining)),
  }));
}

/** Neighbouring points of which the later lies after `from` and not after `until`. */
function stepsBetween(
  series: Series,
  from: number,
  until: number,
): readonly (readonly [before: DatedBalance, after: DatedBalance])[] {
  return series.flatMap((after, index) => {
    const before = series[index - 1];
    return before && after.readAt > from && after.readAt <= until ? [[before, after] as const] : [];
  });
}
