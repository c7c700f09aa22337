import { describe, expect, it } from 'vitest';
import { toPlainString } from '../../src/balance/decimal.ts';
import type { DatedBalance } from '../../src/balance/outcome.ts';
import { samplesOf, spentBetween, topUps } from '../../src/history/spending.ts';
import { figure, HOUR, point, START } from './points.ts';

const at = (hours: number) => START + hours * HOUR;

const spent = (series: readonly DatedBalance[], from = 0, until = Number.MAX_SAFE_INTEGER) =>
  toPlainString(spentBetween(series, from, until, 'amount'));

const added = (series: readonly DatedBalance[], from = 0, until = Number.MAX_SAFE_INTEGER) =>
  topUps(series, from, until).map((topUp) => ({
    at: topUp.at,
    points: toPlainString(topUp.points),
    amount: toPlainString(topUp.amount),
  }));

describe('what was spent', () => {
  it('is what the balance fell by', () => {
    expect(spent([point(at(0), 210), point(at(1), 209.999999), point(at(2), 200.5)])).toBe('9.5');
  });

  it('is the same for points as they are stated', () => {
    const series = [point(at(0), 210), point(at(1), 200.5)];
    expect(toPlainString(spentBetween(series, 0, at(1), 'points'))).toBe('95000');
  });

  it.each<[what: string, remaining: number, total: number, spent: string, added: string]>([
    ['a top-up as large as its rise', 110, 310, '0', '100'],
    ['a top-up of which some is spent already', 107.5, 310, '2.5', '100'],
    ['a top-up that was spent whole, and more', 7, 310, '103', '100'],
    ['a rise of what remains alone', 30, 210, '0', '20'],
    ['a rise of what remains beyond that of the total', 130, 310, '0', '120'],
    ['a total that fell while more remains', 30, 190, '0', '20'],
    ['a new total with nothing else', 10, 310, '100', '100'],
  ])('is exact over %s', (_, remaining, total, spentThen, addedThen) => {
    const series = [point(at(0), 10), point(at(1), remaining, total)];
    expect(spent(series)).toBe(spentThen);
    expect(added(series).map(({ amount }) => amount)).toEqual([addedThen]);
  });

  it('is the fall where the total fell as well', () => {
    const series = [point(at(0), 10), point(at(1), 6, 200)];
    expect(spent(series)).toBe('4');
    expect(added(series)).toEqual([]);
  });

  it('counts from the last point at or before the beginning, up to the last before the end', () => {
    const series = [100, 90, 70, 40, 0].map((left, hour) => point(at(hour), left));
    expect(spent(series, at(1), at(3))).toBe('50');
    expect(spent(series, at(1) + 1, at(3) - 1)).toBe('20');
    expect(spent(series, at(-5), at(2))).toBe('30');
    expect(spent(series, at(4), at(9))).toBe('0');
    expect(spent(series, at(3), at(1))).toBe('0');
  });

  it('is nothing where there are no two points', () => {
    expect(spent([])).toBe('0');
    expect(spent([point(at(0), 10)])).toBe('0');
  });
});

describe('top-ups', () => {
  it('are told with both figures and when they were first seen', () => {
    const series = [point(at(0), 10), point(at(1), 9), point(at(2), 108, 310), point(at(3), 207, 410)];
    expect(added(series, at(1))).toEqual([
      { at: at(2), points: '1000000', amount: '100' },
      { at: at(3), points: '1000000', amount: '100' },
    ]);
    expect(added(series, at(2), at(3) - 1)).toEqual([]);
  });

  it('may be of points alone', () => {
    const before = point(at(0), 10);
    const after = { readAt: at(1), balance: { ...before.balance, points: figure('100500', '2100500') } };
    expect(added([before, after])).toEqual([{ at: at(1), points: '500', amount: '0' }]);
  });
});

describe('samples', () => {
  it('are what was left, as numbers', () => {
    const series = [point(at(0), 10.25), point(at(1), -3)];
    expect(samplesOf(series, 'amount')).toEqual([
      { at: at(0), left: 10.25 },
      { at: at(1), left: -3 },
    ]);
    expect(samplesOf(series, 'points').map(({ left }) => left)).toEqual([102_500, -30_000]);
  });
});
