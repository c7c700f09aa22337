import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { compare } from '../../src/balance/decimal.ts';
import type { DatedBalance } from '../../src/balance/outcome.ts';
import { extend, MAX_POINTS, type Series } from '../../src/history/series.ts';
import { encodeSeries } from '../../src/history/series-codec.ts';
import { spentBetween, topUps } from '../../src/history/spending.ts';
import { Cipher } from '../../src/records/cipher.ts';
import { parseKeyRing } from '../../src/records/key-ring.ts';
import { balancesOf, DAY, HOUR, MINUTE, randomFrom, START } from './points.ts';

const cipher = new Cipher(parseKeyRing(randomBytes(32).toString('base64')));

it('two years of somebody who asks all day and rests at night stay small, exact and in order', () => {
  const random = randomFrom(5);
  const pause = (at: number) => (at % DAY > 8 * HOUR ? 16 * HOUR : 10 * MINUTE + random() * 50 * MINUTE);
  const spend = () => Math.max(random() * 4 - 1, 0) * 500_000;
  const all: DatedBalance[] = [];
  let series: Series = [];
  let largest = 0;
  for (const each of balancesOf({ pause, spend })) {
    if (each.readAt - START > 2 * 365 * DAY) break;
    all.push(each);
    series = extend(series, each);
    expect(series.length).toBeLessThanOrEqual(MAX_POINTS);
    if (all.length % 500 === 0)
      largest = Math.max(largest, cipher.seal(encodeSeries(series), 'somebody').length);
  }
  expect(all.length).toBeGreaterThan(10_000);
  expect(largest).toBeLessThan(32 * 1024);
  expect(series[0]).toBe(all[0]);
  expect(topUps(all, 0, Number.MAX_SAFE_INTEGER).length).toBeGreaterThan(20);
  expect(topUps(series, 0, Number.MAX_SAFE_INTEGER)).toEqual(topUps(all, 0, Number.MAX_SAFE_INTEGER));
  const spent = (points: Series) => spentBetween(points, 0, Number.MAX_SAFE_INTEGER, 'amount');
  expect(compare(spent(series), spent(all))).toBe(0);
  const days = new Set(all.map(({ readAt }) => Math.floor(readAt / DAY)));
  expect(new Set(series.map(({ readAt }) => Math.floor(readAt / DAY)))).toEqual(days);
});
