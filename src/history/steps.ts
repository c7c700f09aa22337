import { add, compare, type Decimal, subtract } from '../balance/decimal.ts';
import type { Balance, DatedBalance, Figure } from '../balance/outcome.ts';

/** Which of the two quantities of a {@link Balance}. */
export type FigureName = keyof Balance;

const ZERO: Decimal = { unscaled: 0n, scale: 0 };

/** How a figure came from one balance to the next: what was added to it less what was spent of it. */
export interface Change {
  readonly added: Decimal;
  readonly spent: Decimal;
}

/**
 * What happened between two neighbouring balances.
 *
 * A rise of the total is a top-up of that much, and so is a rise of what remains where the total rose by less.
 * What remains fell short of that by what was spent: `after.remaining = before.remaining + added - spent`, always.
 */
export function changeOf(before: Figure, after: Figure): Change {
  const gained = subtract(after.remaining, before.remaining);
  const added = greatest(ZERO, subtract(after.total, before.total), gained);
  return { added, spent: subtract(added, gained) };
}

/** What kind of step leads from one balance to the next. Where anything was added, it is a top-up. */
export type StepKind = 'unchanged' | 'top-up' | 'spending';

export function kindOfStep({ balance: before }: DatedBalance, { balance: after }: DatedBalance): StepKind {
  const points = changeSign(before.points, after.points);
  const amount = changeSign(before.amount, after.amount);
  if (points > 0 || amount > 0) return 'top-up';
  return points < 0 || amount < 0 ? 'spending' : 'unchanged';
}

/** Positive where the total or what remains rose, else negative where either fell. */
function changeSign(before: Figure, after: Figure): number {
  const remaining = compare(after.remaining, before.remaining);
  const total = compare(after.total, before.total);
  return remaining > 0 || total > 0 ? 1 : remaining + total;
}

export function sum(decimals: readonly Decimal[]): Decimal {
  return decimals.reduce(add, ZERO);
}

function greatest(first: Decimal, ...others: readonly Decimal[]): Decimal {
  return others.reduce((most, each) => (compare(each, most) > 0 ? each : most), first);
}
