import { describe, expect, it } from 'vitest';
import { timeTicks } from '../../src/chart/time-ticks.ts';

interface Span {
  from: string;
  until: string;
  timeZone: string;
  locale?: string;
  most: number;
}

/** The marks of a span where no more than `most` have room, as moment and label. */
function ticks({ from, until, timeZone, locale = 'en', most }: Span): [at: string, label: string][] {
  const axis = { from: Date.parse(from), until: Date.parse(until), locale, timeZone };
  return timeTicks(axis, ({ length }) => length <= most).map(({ at, label }) => [
    new Date(at).toISOString().slice(0, 16),
    label.replaceAll(/\s/g, ' '),
  ]);
}

describe('marks of the time axis', () => {
  it('are full hours of the zone, and its midnight is named by the day', () => {
    const day = { from: '2025-11-19T12:34Z', until: '2025-11-20T12:34Z', timeZone: 'Asia/Kolkata', most: 6 };
    expect(ticks(day)).toEqual([
      ['2025-11-19T14:30', '8 PM'],
      ['2025-11-19T18:30', 'Nov 20'],
      ['2025-11-19T22:30', '4 AM'],
      ['2025-11-20T02:30', '8 AM'],
      ['2025-11-20T06:30', '12 PM'],
      ['2025-11-20T10:30', '4 PM'],
    ]);
    expect(ticks({ ...day, locale: 'zh-CN' }).map(([, label]) => label)).toEqual([
      '20时',
      '11月20日',
      '4时',
      '8时',
      '12时',
      '16时',
    ]);
  });

  it('are midnights on the day when clocks are put back', () => {
    expect(
      ticks({ from: '2025-10-24T12:00Z', until: '2025-10-28T12:00Z', timeZone: 'Europe/Berlin', most: 4 }),
    ).toEqual([
      ['2025-10-24T22:00', 'Oct 25'],
      ['2025-10-25T22:00', 'Oct 26'],
      ['2025-10-26T23:00', 'Oct 27'],
      ['2025-10-27T23:00', 'Oct 28'],
    ]);
  });

  it('leave out the hour that clocks skip', () => {
    expect(
      ticks({ from: '2025-03-09T05:30Z', until: '2025-03-09T08:30Z', timeZone: 'America/New_York', most: 3 }),
    ).toEqual([
      ['2025-03-09T06:00', '1 AM'],
      ['2025-03-09T07:00', '3 AM'],
      ['2025-03-09T08:00', '4 AM'],
    ]);
  });

  it('mark a day whose midnight is skipped at its first moment', () => {
    expect(
      ticks({ from: '2025-04-23T12:00Z', until: '2025-04-26T12:00Z', timeZone: 'Africa/Cairo', most: 3 }),
    ).toEqual([
      ['2025-04-23T22:00', 'Apr 24'],
      ['2025-04-24T22:00', 'Apr 25'],
      ['2025-04-25T21:00', 'Apr 26'],
    ]);
  });

  it('are Mondays where weeks fit best', () => {
    const month = { from: '2025-10-21T12:00Z', until: '2025-11-20T12:00Z', timeZone: 'UTC', most: 4 };
    expect(ticks(month).map(([, label]) => label)).toEqual(['Oct 27', 'Nov 3', 'Nov 10', 'Nov 17']);
  });

  it('are months and years over longer spans', () => {
    const span = {
      from: '2025-08-10T00:00Z',
      until: '2026-04-10T00:00Z',
      timeZone: 'Asia/Shanghai',
      most: 4,
    };
    expect(ticks(span)).toEqual([
      ['2025-08-31T16:00', 'Sep'],
      ['2025-10-31T16:00', 'Nov'],
      ['2025-12-31T16:00', '2026'],
      ['2026-02-28T16:00', 'Mar'],
    ]);
    expect(ticks({ ...span, locale: 'zh-CN' }).map(([, label]) => label)).toEqual([
      '9月',
      '11月',
      '2026年',
      '3月',
    ]);
    expect(ticks({ ...span, until: '2061-01-01T00:00Z' }).map(([, label]) => label)).toEqual([
      '2030',
      '2040',
      '2050',
      '2060',
    ]);
  });

  it('are none where nothing fits', () => {
    expect(
      ticks({ from: '2025-01-01T00:00Z', until: '2026-06-01T00:00Z', timeZone: 'UTC', most: -1 }),
    ).toEqual([]);
  });
});
