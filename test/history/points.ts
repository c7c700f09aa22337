import { type Decimal, parseDecimal, toPlainString } from '../../src/balance/decimal.ts';
import type { DatedBalance, Figure } from '../../src/balance/outcome.ts';
import type { Series } from '../../src/history/series.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A midnight of UTC. */
export const START = Date.UTC(2026, 0, 1);

export function decimal(text: string): Decimal {
  const parsed = parseDecimal(text);
  if (parsed === undefined) throw new Error(`${text} is no decimal`);
  return parsed;
}

export function figure(remaining: string, total: string): Figure {
  return { remaining: decimal(remaining), total: decimal(total) };
}

/** A point with so much money left of a total, and 10 000 times as many points. */
export function point(readAt: number, remaining: number, total = 210): DatedBalance {
  return {
    readAt,
    balance: {
      points: figure(String(remaining * 10_000), String(total * 10_000)),
      amount: figure(String(remaining), String(total)),
    },
  };
}

/** All that a series says, in plain text, for comparison. */
export function plain(series: Series): readonly string[] {
  return series.map(({ readAt, balance: { points, amount } }) => {
    const figures = [points.remaining, points.total, amount.remaining, amount.total].map(toPlainString);
    return `${readAt}: ${figures.join(' ')}`;
  });
}

export function momentsOf(series: Series): readonly number[] {
  return series.map(({ readAt }) => readAt);
}

/** Numbers from 0 up to 1 that are the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** How somebody uses a key: all in milliseconds and millionths of the currency. */
export interface Usage {
  /** The pause before the next point. */
  readonly pause: (at: number) => number;
  /** What is spent until then. */
  readonly spend: () => number;
}

/** Balances that somebody sees who spends, and tops up whenever 5 of 210 are left. */
export function* balancesOf({ pause, spend }: Usage): Generator<DatedBalance, never> {
  let [at, remaining, total] = [START, 210_000_000n, 210_000_000n];
  while (true) {
    const pair = (factor: bigint): Figure => ({
      remaining: { unscaled: remaining * factor, scale: 6 },
      total: { unscaled: total * factor, scale: 6 },
    });
    yield { readAt: at, balance: { points: pair(10_000n), amount: pair(1n) } };
    at += Math.max(Math.floor(pause(at)), 1);
    remaining -= BigInt(Math.floor(spend()));
    if (remaining < 5_000_000n) [remaining, total] = [remaining + 200_000_000n, total + 200_000_000n];
  }
}

export function take(count: number, points: Iterable<DatedBalance>): DatedBalance[] {
  const taken: DatedBalance[] = [];
  for (const each of points) {
    if (taken.length === count) break;
    taken.push(each);
  }
  return taken;
}
