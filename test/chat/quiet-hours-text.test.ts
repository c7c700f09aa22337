import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatQuietHours, parseQuietHours } from '../../src/chat/quiet-hours-text.ts';

describe('quiet hours in words', () => {
  it.each([
    ['22-8', '22:00–08:00'],
    ['22:30-7:15', '22:30–07:15'],
    ['22:00–08:00', '22:00–08:00'],
    [' ２２：００－８ ', '22:00–08:00'],
    ['2230-715', '22:30–07:15'],
    ['22.30 ~ 7', '22:30–07:00'],
    ['10pm to 7:30 AM', '22:00–07:30'],
    ['12am-12pm', '00:00–12:00'],
    ['22点到8点', '22:00–08:00'],
    ['13-24', '13:00–00:00'],
  ])('"%s" are %s', (typed, shown) => {
    const quiet = parseQuietHours(typed);
    if (quiet === undefined || quiet === 'off') throw new Error(`${typed} is not read`);
    expect(formatQuietHours(quiet)).toBe(shown);
  });

  it.each(['off', 'OFF', ' off ', '关闭'])('"%s" are none', (typed) => {
    expect(parseQuietHours(typed)).toBe('off');
  });

  it.each([
    '',
    '22',
    '22-',
    '-8',
    '22-22',
    '0-24',
    '25-8',
    '24:01-8',
    '22:60-8',
    '13pm-8',
    '0am-8',
    'night',
    '1-2-3',
  ])('"%s" cannot be read', (typed) => {
    expect(parseQuietHours(typed)).toBeUndefined();
  });

  it('are read as they are shown', () => {
    const minutes = fc.integer({ min: 0, max: 1439 });
    fc.assert(
      fc.property(minutes, minutes, (from, until) => {
        fc.pre(from !== until);
        expect(parseQuietHours(formatQuietHours({ from, until }))).toEqual({ from, until });
      }),
    );
  });
});
