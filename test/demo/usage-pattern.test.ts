import { describe, expect, it } from 'vitest';
import { UsagePattern } from '../../src/demo/usage-pattern.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MONDAY = Date.UTC(2026, 2, 2);

describe('the usage of the demo', () => {
  it('comes to its average in the long run', () => {
    const perDay = new UsagePattern(1).between(MONDAY, MONDAY + 700 * DAY_MS, 5) / 700;
    expect(perDay).toBeGreaterThan(4.5);
    expect(perDay).toBeLessThan(5.5);
  });

  it('is less at weekends than on weekdays, and less by night than by day', () => {
    const pattern = new UsagePattern(1);
    const used = (dayOfWeek: number, fromHour: number, hours: number) =>
      Array.from({ length: 50 }, (_, week) => {
        const from = MONDAY + (7 * week + dayOfWeek) * DAY_MS + fromHour * HOUR_MS;
        return pattern.between(from, from + hours * HOUR_MS, 5);
      }).reduce((sum, each) => sum + each);
    expect(used(5, 0, 24)).toBeLessThan(used(4, 0, 24) / 2);
    expect(used(1, 0, 6)).toBeLessThan(used(1, 12, 6) / 5);
  });

  it('is the same for the same seed', () => {
    const draw = (seed: number) => new UsagePattern(seed).between(MONDAY, MONDAY + DAY_MS, 5);
    expect(draw(1)).toBe(draw(1));
    expect(draw(2)).not.toBe(draw(1));
  });

  it('takes the part of an hour for a part', () => {
    const [whole, half] = [HOUR_MS, HOUR_MS / 2].map((ms) =>
      new UsagePattern(3).between(MONDAY, MONDAY + ms, 5),
    );
    expect(half).toBeCloseTo((whole ?? 0) / 2);
  });
});
