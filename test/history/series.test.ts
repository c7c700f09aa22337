import { describe, expect, it } from 'vitest';
import { extend, MAX_POINTS, type Series } from '../../src/history/series.ts';
import { balancesOf, DAY, HOUR, MINUTE, momentsOf, plain, point, randomFrom, START, take } from './points.ts';

const grow = (...points: Series): Series => points.reduce<Series>(extend, []);

/** Points at these moments since the start, of which each has less. */
const falling = (...moments: number[]) => moments.map((moment, index) => point(START + moment, 200 - index));

const since = (series: Series) => momentsOf(series).map((moment) => moment - START);

describe('a series', () => {
  it('keeps all of the last day', () => {
    const moments = [0, 1_000, MINUTE, HOUR, HOUR + 1, DAY - 1];
    expect(since(grow(...falling(...moments)))).toEqual(moments);
  });

  it('keeps the first point, and the last of each hour that is over a day old', () => {
    const moments = [0, 10 * MINUTE, 20 * MINUTE, HOUR, 2 * HOUR - 1, 5 * HOUR, 2 * DAY];
    expect(since(grow(...falling(...moments)))).toEqual([0, 20 * MINUTE, 2 * HOUR - 1, 5 * HOUR, 2 * DAY]);
  });

  it('keeps the last point of each day that is over a month old, and none of two years ago', () => {
    const moments = [0, 3 * HOUR, 9 * HOUR, DAY, DAY + HOUR, 5 * DAY, 40 * DAY];
    const series = grow(...falling(...moments));
    expect(since(series)).toEqual([0, 9 * HOUR, DAY + HOUR, 5 * DAY, 40 * DAY]);
    expect(since(extend(series, point(START + 731 * DAY, 1)))).toEqual([
      DAY + HOUR,
      5 * DAY,
      40 * DAY,
      731 * DAY,
    ]);
  });

  it('keeps the points around a top-up', () => {
    const moments = [0, 1, 2, 3, 4, 5];
    const lefts = [50, 40, 30, 130, 120, 110];
    const points = moments.map((minutes, index) =>
      point(START + DAY + minutes * MINUTE, lefts[index] ?? 0, minutes < 3 ? 210 : 310),
    );
    const series = grow(point(START, 60), ...points, point(START + 100 * DAY, 9, 310));
    expect(since(series)).toEqual([0, DAY + 2 * MINUTE, DAY + 3 * MINUTE, DAY + 5 * MINUTE, 100 * DAY]);
  });

  it('keeps the first and the last of equal balances', () => {
    const points = [10, 9, 9, 9, 9, 8].map((left, index) => point(START + index * MINUTE, left));
    expect(since(grow(...points))).toEqual([0, MINUTE, 4 * MINUTE, 5 * MINUTE]);
  });

  it('keeps the end of a long standstill where the balance falls in the same hour', () => {
    const points = [
      point(START, 10),
      point(START + HOUR, 9),
      point(START + 6 * HOUR, 9),
      point(START + 6 * HOUR + MINUTE, 8),
      point(START + 3 * DAY, 7),
    ];
    expect(grow(...points)).toEqual(points);
  });

  it('puts a point that comes late in its place, and one of the same moment instead of the other', () => {
    const [first, second, third] = [point(START, 10), point(START + 1, 9), point(START + 2, 8)];
    expect(grow(first, third, second)).toEqual([first, second, third]);
    const other = point(START + 1, 8.5);
    expect(grow(first, second, third, other)).toEqual([first, other, third]);
  });

  it('drops what a clock that went wrong has put into the future', () => {
    const wrong = point(START + 9 * DAY, 10);
    const right = point(START, 9);
    expect(grow(wrong, right)).toEqual([right]);
  });

  it('thins the last day evenly when somebody asks every few seconds', () => {
    const random = randomFrom(1);
    const points = take(
      4_000,
      balancesOf({ pause: () => 20_000 * (0.5 + random()), spend: () => 1 + random() * 9_000 }),
    );
    let series: Series = [];
    for (const each of points) {
      series = extend(series, each);
      expect(series.length).toBeLessThanOrEqual(MAX_POINTS);
      expect(series.at(-1)).toBe(each);
    }
    expect(series[0]).toBe(points[0]);
    const moments = momentsOf(series);
    const gaps = moments.slice(1).map((moment, index) => moment - (moments[index] ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(4 * MINUTE);
  });

  it('is the same whether thinned a point at a time or all at once', () => {
    const random = randomFrom(2);
    const points = take(
      3_000,
      balancesOf({ pause: () => random() ** 4 * DAY, spend: () => Math.max(random() * 9 - 6, 0) * 1e5 }),
    );
    const last = points.at(-1);
    if (last === undefined) throw new Error('no point');
    const atOnce = extend(points.slice(0, -1), last);
    expect(atOnce.length).toBeLessThan(MAX_POINTS);
    expect(plain(grow(...points))).toEqual(plain(atOnce));
  });
});
