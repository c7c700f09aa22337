import { describe, expect, it } from 'vitest';
import { valueTicks } from '../../src/chart/value-ticks.ts';

describe('marks of the value axis', () => {
  it.each([
    [0, 84, 'en', ['0', '25', '50', '75', '100']],
    [0, 0, 'en', ['0', '0.25', '0.5', '0.75', '1']],
    [-25, 60, 'en', ['−25', '0', '25', '50', '75']],
    [-25, 0, 'zh-CN', ['−30', '−20', '−10', '0']],
    [0, 2_005_317.99, 'en', ['0', '1M', '2M', '3M']],
    [0, 2_005_317.99, 'zh-CN', ['0', '100万', '200万', '300万']],
    [0, 1e12, 'en', ['0', '250B', '500B', '750B', '1T']],
    [0, 1e12, 'zh-CN', ['0', '2500亿', '5000亿', '7500亿', '1万亿']],
    [0, 0.000123, 'en', ['0', '0.00005', '0.0001', '0.00015']],
    [0, 3e-9, 'en', ['0E0', '1E−9', '2E−9', '3E−9']],
    [0, 2e18, 'en', ['0E0', '5E17', '1E18', '1.5E18', '2E18']],
  ])('from %s to %s in %s are %j', (low, high, locale, labels) => {
    expect(valueTicks(low, high, locale).labels).toEqual(labels);
  });

  it('enclose all values evenly, with zero among them', () => {
    for (const [low, high] of [
      [-7.3, 11],
      [0, 99.9],
      [-1e-7, 1e-7],
      [-3e20, 1],
    ] as const) {
      const { values } = valueTicks(low, high, 'en');
      const [first = 0, second = 0] = values;
      expect(first).toBeLessThanOrEqual(low);
      expect(values.at(-1)).toBeGreaterThanOrEqual(high);
      expect(values).toContain(0);
      expect(values.length).toBeLessThanOrEqual(7);
      expect(values.at(-1)).toBeCloseTo(first + (second - first) * (values.length - 1), 5);
    }
  });
});
