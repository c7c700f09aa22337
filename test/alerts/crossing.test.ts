import { describe, expect, it } from 'vitest';
import { applyRule, type Firing, isUrgent, type Reading } from '../../src/alerts/crossing.ts';
import type { Rule, RuleKind } from '../../src/alerts/rule.ts';
import { type Decimal, parseDecimal } from '../../src/balance/decimal.ts';

const decimal = (text: string): Decimal => {
  const parsed = parseDecimal(text);
  if (parsed === undefined) throw new Error(`${text} is no decimal`);
  return parsed;
};

const rule = (kind: RuleKind, threshold: string): Rule => ({ id: 'r', kind, threshold, chat: 'discord:1' });

const reading = (
  left: string,
  more: Partial<Reading> & { total?: string; points?: string } = {},
): Reading => ({
  balance: {
    amount: { remaining: decimal(left), total: decimal(more.total ?? '100') },
    points: { remaining: decimal(more.points ?? left), total: decimal(more.total ?? '100') },
  },
  toppedUp: more.toppedUp ?? false,
  daysLeft: more.daysLeft,
});

/** What a rule says of one reading after another: a mark for each, `!` where it warns. */
function story(theRule: Rule, readings: readonly Reading[]): string {
  let firing: Firing | undefined;
  return readings
    .map((each, index) => {
      const applied = applyRule(theRule, each, firing, index);
      firing = applied.firing;
      return applied.warns ? '!' : '.';
    })
    .join('');
}

describe('a rule', () => {
  it('warns once when its figure has fallen below, and not where it only touches it', () => {
    const falling = ['60', '50', '49.999999', '40', '0', '-3'].map((left) => reading(left));
    expect(story(rule('below', '50'), falling)).toBe('..!...');
  });

  it('warns again after a top-up that has lifted the figure clearly above, and not before', () => {
    const steps = [
      reading('49'),
      // Wavers about the threshold without a top-up.
      reading('60'),
      reading('49'),
      // A top-up that is not enough.
      reading('51', { toppedUp: true }),
      reading('49'),
      // Enough: five percent above at least.
      reading('52.5', { toppedUp: true }),
      reading('49'),
      reading('48'),
    ];
    expect(story(rule('below', '50'), steps)).toBe('!.....!.');
  });

  it('remembers a top-up until the figure is clear', () => {
    const steps = [reading('49'), reading('51', { toppedUp: true }), reading('53'), reading('49')];
    expect(story(rule('below', '50'), steps)).toBe('!..!');
  });

  it('that is snoozed speaks once more when the time is over, if it is still true', () => {
    const snoozed: Firing = { at: 0, toppedUp: false, snoozedUntil: 10 };
    const below = rule('below', '50');
    expect(applyRule(below, reading('40'), snoozed, 9)).toEqual({ firing: snoozed, warns: false });
    expect(applyRule(below, reading('40'), snoozed, 10)).toEqual({
      firing: { at: 10, toppedUp: false },
      warns: true,
    });
    expect(applyRule(below, reading('60'), snoozed, 10).warns).toBe(false);
    expect(applyRule(below, reading('60', { toppedUp: true }), snoozed, 5)).toEqual({
      firing: undefined,
      warns: false,
    });
  });

  it('in points counts points, and one in percent whichever runs out first', () => {
    expect(
      story(rule('points', '1000'), [reading('1', { points: '1000' }), reading('1', { points: '999.9' })]),
    ).toBe('.!');
    const percent = rule('percent', '10');
    expect(story(percent, [reading('21', { total: '210' }), reading('20.999999', { total: '210' })])).toBe(
      '.!',
    );
    expect(story(percent, [reading('90', { points: '9' })])).toBe('!');
    expect(story(percent, [reading('0', { total: '0' })])).toBe('.');
    expect(story(rule('percent', '0.5'), [reading('0.5'), reading('0.49')])).toBe('.!');
  });

  it('in days goes by the forecast, and says nothing while there is none', () => {
    const days = rule('days', '3');
    const at = (daysLeft: number | undefined, toppedUp = false) => reading('50', { daysLeft, toppedUp });
    expect(story(days, [at(undefined), at(5), at(2.9), at(4), at(2)])).toBe('..!..');
    expect(story(days, [at(2), at(Number.POSITIVE_INFINITY, true), at(2)])).toBe('!.!');
    expect(story(days, [at(0)])).toBe('!');
  });
});

describe('a warning', () => {
  it('is urgent when the morning may be too late', () => {
    expect(isUrgent(reading('50', { daysLeft: 3 }))).toBe(false);
    expect(isUrgent(reading('50', { daysLeft: 0.9 }))).toBe(true);
    expect(isUrgent(reading('0.99'))).toBe(true);
    expect(isUrgent(reading('1'))).toBe(false);
    expect(isUrgent(reading('0', { total: '0' }))).toBe(false);
  });
});
