import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare } from '../../src/balance/decimal.ts';
import type { DatedBalance } from '../../src/balance/outcome.ts';
import { spentBetween, topUps } from '../../src/history/spending.ts';
import { type Priority, thin } from '../../src/history/thinning.ts';
import { DAY, figure, HOUR, MINUTE, momentsOf, point, START } from './points.ts';

/** More than any series here needs. */
const UNBOUNDED = 100_000;

const pause = fc.oneof(
  fc.integer({ min: 1, max: 10 * MINUTE }),
  fc.integer({ min: 1, max: 5 * HOUR }),
  fc.integer({ min: 1, max: 2 * DAY }),
);

/** Something spent or nothing, and now and then a top-up; both figures on their own. */
const change = fc.record({
  points: fc.oneof({ arbitrary: fc.constant(0), weight: 3 }, fc.integer({ min: -9_000, max: 0 })),
  amount: fc.oneof({ arbitrary: fc.constant(0), weight: 3 }, fc.integer({ min: -9_000, max: 0 })),
  added: fc.oneof(
    { arbitrary: fc.constant({ points: 0, amount: 0 }), weight: 15 },
    fc.record({ points: fc.nat(9_000), amount: fc.nat(9_000) }),
  ),
});

/** Points of up to about a year and a half, in thousandths. */
const history = fc
  .array(fc.tuple(pause, change), { minLength: 1, maxLength: 250, size: 'max' })
  .map((steps) => {
    let at = START;
    const left = { points: 0, amount: 0 };
    const total = { points: 0, amount: 0 };
    const text = (thousandths: number) => (thousandths / 1_000).toFixed(3);
    return steps.map(([gap, { points, amount, added }]): DatedBalance => {
      at += gap;
      left.points += points + added.points;
      left.amount += amount + added.amount;
      total.points += added.points;
      total.amount += added.amount;
      return {
        readAt: at,
        balance: {
          points: figure(text(left.points), text(total.points)),
          amount: figure(text(left.amount), text(total.amount)),
        },
      };
    });
  });

const priority = fc.constantFrom<Priority>('last-day-first', 'oldest-first');

describe('a thinned series', () => {
  it('is in order, never longer than it may be, and ends with the newest point', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 1, max: 300 }), priority, (points, max, order) => {
        const thinned = thin(points, max, order);
        expect(thinned.length).toBeLessThanOrEqual(max);
        expect(thinned.at(-1)).toBe(points.at(-1));
        expect(thinned).toEqual(points.filter((each) => thinned.includes(each)));
      }),
    );
  });

  it('has every top-up, and between any two of its points the same was spent as before', () => {
    fc.assert(
      fc.property(history, fc.nat(), fc.nat(), (points, some, other) => {
        const thinned = thin(points, UNBOUNDED);
        expect(topUps(thinned, 0, Number.MAX_SAFE_INTEGER)).toEqual(
          topUps(points, 0, Number.MAX_SAFE_INTEGER),
        );
        const moments = momentsOf(thinned);
        const [from = 0, until = 0] = [some, other]
          .map((each) => moments[each % moments.length] ?? 0)
          .toSorted((a, b) => a - b);
        for (const name of ['points', 'amount'] as const) {
          const before = spentBetween(points, from, until, name);
          expect(compare(spentBetween(thinned, from, until, name), before)).toBe(0);
        }
      }),
    );
  });

  it('has no more than a point a bucket and what stands by a top-up', () => {
    fc.assert(
      fc.property(history, (points) => {
        const newest = points.at(-1)?.readAt ?? 0;
        const kept = thin(points, UNBOUNDED).filter(({ readAt }) => newest - readAt >= 31 * DAY);
        const [first = 0, last = 0] = [kept[0], kept.at(-1)].map((end) =>
          Math.floor((end?.readAt ?? 0) / DAY),
        );
        const most = last - first + 1 + 2 * topUps(points, 0, newest).length + 1;
        expect(kept.length).toBeLessThanOrEqual(most);
      }),
    );
  });

  it('stays as it is when it is thinned once more', () => {
    fc.assert(
      fc.property(history, (points) => {
        const thinned = thin(points, UNBOUNDED);
        expect(momentsOf(thin(thinned, UNBOUNDED))).toEqual(momentsOf(thinned));
      }),
    );
  });

  it('gives up the last day before what is older, or the oldest before the last day', () => {
    const hourly = Array.from({ length: 900 }, (_, hour) => point(START + hour * HOUR, 900 - hour));
    const end = START + 900 * HOUR;
    const lastDay = Array.from({ length: 200 }, (_, index) => point(end + index * MINUTE, -index));
    const points = [...hourly, ...lastDay];
    const isOfLastHours = ({ readAt }: DatedBalance) => readAt >= end;
    expect(thin(points, 850).filter(isOfLastHours).length).toBeLessThan(120);
    expect(thin(points, 850, 'oldest-first').filter(isOfLastHours).length).toBe(200);
  });

  it('gives up top-ups last, those of long ago before those of late', () => {
    const risesThatLast = Array.from({ length: 600 }, (_, index) =>
      point(START + index * 30 * MINUTE, index % 2 === 0 ? 10 : 20),
    );
    const newest = START + 599 * 30 * MINUTE;
    const thinned = thin(risesThatLast, 300);
    const lately = newest - DAY;
    expect(topUps(thinned, lately, newest)).toEqual(topUps(risesThatLast, lately, newest));
    expect(thinned[0]).toBe(risesThatLast[0]);
  });
});
