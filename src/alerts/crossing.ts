import { compare, type Decimal } from '../balance/decimal.ts';
import type { Balance, Figure } from '../balance/outcome.ts';
import { type Rule, thresholdOf } from './rule.ts';

/** What is known of a key when a rule is applied to it. */
export interface Reading {
  readonly balance: Balance;
  /** Whether it was topped up since the last reading. */
  readonly toppedUp: boolean;
  /** By the forecast; `Infinity` where no end is in sight, `undefined` where it cannot be told. */
  readonly daysLeft: number | undefined;
}

/** That a rule has warned about a key. */
export interface Firing {
  /** When it did, in milliseconds since 1970. */
  readonly at: number;
  /** Whether the key was topped up since. */
  readonly toppedUp: boolean;
  /** Until when its person wants to hear nothing of it; then once more, if it is still true. */
  readonly snoozedUntil?: number | undefined;
}

/** How a key stands to a threshold. Between low and clear lies what a figure that wavers may waver in. */
type Level = 'low' | 'between' | 'clear' | 'unknown';

/** How far above its threshold, in parts of a hundred of it, a figure must rise before it can fall below anew. */
const HYSTERESIS_PERCENT = 5n;

/** A share, in percent, and days, below which waiting until the morning may be too late. */
const URGENT_PERCENT = 1n;
const URGENT_DAYS = 1;

/**
 * What becomes of a rule for a key by a new reading.
 *
 * It warns once when the figure has fallen below the threshold, and not again before the key was topped up and
 * has risen clearly above.
 *
 * @returns the firing from now on, and whether to warn now
 */
export function applyRule(
  rule: Rule,
  reading: Reading,
  before: Firing | undefined,
  now: number,
): { readonly firing: Firing | undefined; readonly warns: boolean } {
  const level = levelOf(rule, reading);
  if (before === undefined) {
    return level === 'low'
      ? { firing: { at: now, toppedUp: false }, warns: true }
      : { firing: undefined, warns: false };
  }
  const toppedUp = before.toppedUp || reading.toppedUp;
  if (toppedUp && level === 'clear') return { firing: undefined, warns: false };
  const isSnoozeOver = before.snoozedUntil !== undefined && before.snoozedUntil <= now;
  if (!isSnoozeOver) return { firing: { ...before, toppedUp }, warns: false };
  return { firing: { at: level === 'low' ? now : before.at, toppedUp }, warns: level === 'low' };
}

/** Whether a warning should not wait until the morning. */
export function isUrgent({ balance, daysLeft }: Reading): boolean {
  const shares = [balance.points, balance.amount].filter(({ total }) => total.unscaled > 0n);
  return (
    (daysLeft !== undefined && daysLeft < URGENT_DAYS) ||
    shares.some((figure) => compare(scaled(figure.remaining, 100n), scaled(figure.total, URGENT_PERCENT)) < 0)
  );
}

function levelOf(rule: Rule, { balance, daysLeft }: Reading): Level {
  const threshold = thresholdOf(rule);
  switch (rule.kind) {
    case 'below':
      return levelFor(balance.amount.remaining, threshold);
    case 'points':
      return levelFor(balance.points.remaining, threshold);
    case 'percent':
      return lowest([balance.points, balance.amount].map((figure) => shareLevel(figure, threshold)));
    case 'days':
      return daysLevel(daysLeft, Number(rule.threshold));
  }
}

function levelFor(value: Decimal, threshold: Decimal): Level {
  if (compare(value, threshold) < 0) return 'low';
  return compare(scaled(value, 100n), scaled(threshold, 100n + HYSTERESIS_PERCENT)) >= 0
    ? 'clear'
    : 'between';
}

/** Compares `remaining` with so many percent of `total`, exactly. */
function shareLevel({ remaining, total }: Figure, percent: Decimal): Level {
  if (total.unscaled <= 0n) return 'unknown';
  const wanted = {
    unscaled: total.unscaled * percent.unscaled,
    scale: total.scale + percent.scale,
  };
  return levelFor(scaled(remaining, 100n), wanted);
}

function daysLevel(daysLeft: number | undefined, days: number): Level {
  if (daysLeft === undefined) return 'unknown';
  if (daysLeft < days) return 'low';
  return daysLeft >= days * (1 + Number(HYSTERESIS_PERCENT) / 100) ? 'clear' : 'between';
}

/** The figure that runs out first decides; one that has no share says nothing. */
function lowest(levels: readonly Level[]): Level {
  return (['low', 'between', 'clear'] as const).find((level) => levels.includes(level)) ?? 'unknown';
}

function scaled({ unscaled, scale }: Decimal, factor: bigint): Decimal {
  return { unscaled: unscaled * factor, scale };
}
