import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTimeZone, startOfDay, wallClock } from '../../src/time/local-time.ts';
import { isQuiet, type QuietHours, quietEnd, USUAL_QUIET_HOURS } from '../../src/time/quiet-hours.ts';

const HOUR_MS = 3_600_000;

const ZONES = [
  'Asia/Shanghai',
  'America/New_York',
  'Europe/London',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/St_Johns',
  'America/Sao_Paulo',
  'America/Havana',
  'Pacific/Apia',
] as const;

/** Twenty years of clock changes, among them the day that Samoa left out and midnights that never were. */
const moments = fc.integer({ min: Date.UTC(2005, 0), max: Date.UTC(2025, 0) });
const zones = fc.constantFrom(...ZONES);
const minutes = fc.integer({ min: 0, max: 1439 });
const quietHours = fc.record({ from: minutes, until: minutes });

const WEEK_MS = 7 * 24 * HOUR_MS;
const WEEKS = Array.from({ length: 20 * 52 }, (_, week) => Date.UTC(2005, 0) + week * WEEK_MS);

/** The hours in which the clocks of a zone are changed: found by looking at every week, then at its hours. */
function changesOf(zone: string): number[] {
  const clock = wallClock(zone);
  const differ = (a: number, b: number) => clock(a) - a !== clock(b) - b;
  return WEEKS.filter((week) => differ(week, week + WEEK_MS))
    .flatMap((week) => Array.from({ length: 7 * 24 }, (_, hour) => week + hour * HOUR_MS))
    .filter((hour) => differ(hour, hour + HOUR_MS));
}

const CHANGES = ZONES.flatMap((zone) => changesOf(zone).map((change) => [change, zone] as const));

/** Moments of all kinds, many of them around clock changes, where all that is hard happens. */
const zonedMoments = fc.oneof(
  fc.tuple(moments, zones),
  fc
    .tuple(fc.constantFrom(...CHANGES), fc.integer({ min: -26 * HOUR_MS, max: 26 * HOUR_MS }))
    .map(([[change, zone], distance]) => [change + distance, zone] as const),
);

const FORMATS = new Map(
  ZONES.map((zone) => [
    zone,
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }),
  ]),
);

/** Year, month, day, hour and minute there, by another way than the code's own: `2026-11-25 20:00`. */
function shownAt(at: number, zone: (typeof ZONES)[number]): string {
  return FORMATS.get(zone)?.format(at) ?? '';
}

const dateAt = (at: number, zone: (typeof ZONES)[number]) => shownAt(at, zone).slice(0, 10);
const timeAt = (at: number, zone: (typeof ZONES)[number]) => shownAt(at, zone).slice(11);

describe('the local day', () => {
  it('begins at its first moment', () => {
    fc.assert(
      fc.property(zonedMoments, ([at, zone]) => {
        const start = startOfDay(at, zone);
        expect(start).toBeLessThanOrEqual(at);
        expect(dateAt(start, zone)).toBe(dateAt(at, zone));
        expect(dateAt(start - 1, zone) < dateAt(at, zone)).toBe(true);
        expect(startOfDay(start, zone)).toBe(start);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['of 24 hours', 'Asia/Shanghai', '2026-03-08T12:00+08:00', '2026-03-08T00:00+08:00'],
    ['of 23 hours', 'America/New_York', '2026-03-08T23:00-04:00', '2026-03-08T00:00-05:00'],
    ['of 25 hours', 'America/New_York', '2026-11-01T23:00-05:00', '2026-11-01T00:00-04:00'],
    ['of 24 hours and a half', 'Australia/Lord_Howe', '2026-04-05T23:00+10:30', '2026-04-05T00:00+11:00'],
    ['without a midnight', 'America/Sao_Paulo', '2018-11-04T12:00-02:00', '2018-11-04T01:00-02:00'],
    ['with two midnights', 'America/Havana', '2026-11-01T12:00-05:00', '2026-11-01T00:00-04:00'],
    ['after one that was left out', 'Pacific/Apia', '2011-12-31T12:00+14:00', '2011-12-31T00:00+14:00'],
    ['that came back for an hour', 'America/St_Johns', '2010-11-06T23:30-03:30', '2010-11-06T00:00-02:30'],
    ['long ago', 'Europe/London', '0050-06-01T12:00Z', '0050-06-01T00:01:15Z'],
  ])('%s begins when it should', (_, zone, at, start) => {
    expect(new Date(startOfDay(Date.parse(isoYear(at)), zone))).toEqual(new Date(isoYear(start)));
  });

  const isoYear = (text: string) => (text.startsWith('00') ? `+00${text}` : text);
});

describe('quiet hours', () => {
  it('hold by the clock on the wall', () => {
    fc.assert(
      fc.property(zonedMoments, quietHours, ([at, zone], quiet) => {
        expect(isQuiet(at, zone, quiet)).toBe(isWithin(timeAt(at, zone), quiet));
      }),
    );
  });

  it('end at the first moment that is not quiet', () => {
    fc.assert(
      fc.property(zonedMoments, quietHours, ([at, zone], quiet) => {
        const end = quietEnd(at, zone, quiet);
        expect(isQuiet(end, zone, quiet)).toBe(false);
        if (!isQuiet(at, zone, quiet)) expect(end).toBe(at);
        // Minute by minute: no clock change falls within one.
        const minutesBetween = Array.from(
          { length: (end - at) / 60_000 },
          (_, minute) => at + minute * 60_000,
        );
        expect(minutesBetween.filter((minute) => !isWithin(timeAt(minute, zone), quiet))).toEqual([]);
        expect(end % 60_000 === 0 || end === at).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  const NIGHT: QuietHours = { from: 0, until: 150 };
  it.each([
    [
      'in an even night',
      'Asia/Shanghai',
      USUAL_QUIET_HOURS,
      '2026-01-01T23:00+08:00',
      '2026-01-02T08:00+08:00',
    ],
    ['in a short night', 'Europe/London', USUAL_QUIET_HOURS, '2026-03-28T23:00Z', '2026-03-29T08:00+01:00'],
    ['in a long night', 'Europe/London', USUAL_QUIET_HOURS, '2026-10-24T23:00+01:00', '2026-10-25T08:00Z'],
    [
      'when their end is left out',
      'America/New_York',
      NIGHT,
      '2026-03-08T01:00-05:00',
      '2026-03-08T03:00-04:00',
    ],
    [
      'when a day is left out',
      'Pacific/Apia',
      USUAL_QUIET_HOURS,
      '2011-12-29T23:00-10:00',
      '2011-12-31T08:00+14:00',
    ],
    [
      'when their end comes twice, after the first time',
      'America/New_York',
      { from: 0, until: 90 },
      '2026-11-01T01:00-04:00',
      '2026-11-01T01:30-04:00',
    ],
    [
      'when they begin anew as the clocks go back, once more',
      'America/New_York',
      { from: 0, until: 90 },
      '2026-11-01T01:00-05:00',
      '2026-11-01T01:30-05:00',
    ],
    [
      'when the clocks go back at their end, an hour later',
      'America/New_York',
      { from: 0, until: 120 },
      '2026-11-01T01:00-04:00',
      '2026-11-01T02:00-05:00',
    ],
  ])('end %s', (_, zone, quiet, at, end) => {
    expect(new Date(quietEnd(Date.parse(at), zone, quiet))).toEqual(new Date(end));
  });

  it('are none where they end as they begin', () => {
    expect(isQuiet(0, 'UTC', { from: 0, until: 0 })).toBe(false);
  });
});

/** @param time as `22:00` */
function isWithin(time: string, quiet: QuietHours): boolean {
  const [from, until] = [clockTime(quiet.from), clockTime(quiet.until)];
  return from <= until ? from <= time && time < until : !(until <= time && time < from);
}

function clockTime(minute: number): string {
  return new Date(minute * 60_000).toISOString().slice(11, 16);
}

describe('a time zone', () => {
  it('is one that Intl knows', () => {
    expect(['Asia/Shanghai', 'UTC', 'Etc/GMT-8'].filter(isTimeZone)).toHaveLength(3);
    expect(['', 'Asia/Nowhere', 'constructor'].filter(isTimeZone)).toEqual([]);
  });
});
