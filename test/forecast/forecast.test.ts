import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Forecast, forecast } from '../../src/forecast/forecast.ts';
import type { Sample } from '../../src/forecast/spending.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2024, 5, 12, 15, 20);

/** Samples each so many hours until NOW; `left` tells from the age in hours. */
function sampled(hours: number, left: (age: number) => number, every = 1): Sample[] {
  const count = Math.floor(hours / every);
  return Array.from({ length: count + 1 }, (_, index) => {
    const age = (count - index) * every;
    return { at: NOW - age * HOUR, left: left(age) };
  });
}

function ending(samples: readonly Sample[], now = NOW): Extract<Forecast, { kind: 'ends' }> {
  const said = forecast(samples, now);
  if (said.kind !== 'ends') throw new Error(`the forecast is ${said.kind}`);
  return said;
}

const daysTo = (moment: number | undefined) => ((moment ?? Number.NaN) - NOW) / DAY;

describe('the forecast for a steady spender', () => {
  it.each([
    ['a day', 24, 1],
    ['three days', 72, 1],
    ['two weeks', 14 * 24, 1],
    ['two months, looked at once a day', 60 * 24, 24],
    ['a month, looked at each fifth day', 30 * 24, 5 * 24],
  ])('is right after %s', (_, hours, every) => {
    const said = ending(sampled(hours, (age) => 20 + age / 12, every));
    expect(said.perDay).toBeCloseTo(2, 6);
    expect(daysTo(said.likely)).toBeGreaterThan(9.6);
    expect(daysTo(said.likely)).toBeLessThan(10.4);
    expect(daysTo(said.early)).toBeLessThan(10);
    expect(daysTo(said.late)).toBeGreaterThan(10);
  });

  it('is closer after two weeks than after a day', () => {
    const [day, weeks] = [24, 336].map((hours) => ending(sampled(hours, (age) => 20 + age / 12)));
    const width = (said = day) => daysTo(said?.late) - daysTo(said?.early);
    expect(width(weeks)).toBeLessThan(3);
    expect(width(weeks)).toBeLessThan(width(day) / 2);
  });

  it('takes money added in between out of the spending', () => {
    const said = ending(
      sampled(336, (age) => 20 + age / 12 - (age > 100.5 ? 500 : 0) - (age > 200.5 ? 30 : 0)),
    );
    expect(said.perDay).toBeCloseTo(2, 6);
    expect(daysTo(said.likely)).toBeCloseTo(10, 0);
  });

  it('does not take what a gap with a top-up hides for a pause', () => {
    const unseen = sampled(336, (age) => 20 + age / 12 - (age >= 150 ? 500 : 0)).filter(
      ({ at }) => at <= NOW - 150 * HOUR || at >= NOW - 60 * HOUR,
    );
    expect(ending(unseen).perDay).toBeCloseTo(2, 6);
  });

  it('spreads a drop over the days in which nobody looked', () => {
    const gap = sampled(336, (age) => 20 + age / 12).filter(
      ({ at }) => at < NOW - 150 * HOUR || at > NOW - 60 * HOUR,
    );
    expect(ending(gap).perDay).toBeCloseTo(2, 6);
  });

  it('reckons with what was spent since the last sample', () => {
    const samples = sampled(336, (age) => 20 + age / 12);
    const later = ending(samples, NOW + 4 * DAY);
    expect(later.likely).toBe(ending(samples).likely);
    expect(later.fan[0]?.at).toBe(NOW + 4 * DAY);
    expect(later.fan[0]?.likely).toBeCloseTo(12, 0);
  });

  it('never names a moment that has passed', () => {
    const said = ending(
      sampled(336, (age) => 20 + age / 12),
      NOW + 100 * DAY,
    );
    expect(said).toMatchObject({ early: NOW + 100 * DAY, likely: NOW + 100 * DAY, late: NOW + 100 * DAY });
    expect(said.fan).toEqual([{ at: NOW + 100 * DAY, low: 0, likely: 0, high: 0 }]);
  });

  it.each([1e-12, 1e12])('is the same in units of %s', (unit) => {
    const left = (age: number) => 20 + age / 12;
    const scaled = ending(sampled(336, (age) => left(age) * unit));
    expect(daysTo(scaled.likely)).toBeCloseTo(daysTo(ending(sampled(336, left)).likely), 6);
  });

  it('goes from what is left down to nothing in a fan', () => {
    const { fan, late } = ending(sampled(336, (age) => 20 + age / 12));
    expect(fan.length).toBeLessThanOrEqual(60);
    expect(fan[0]).toEqual({ at: NOW, low: 20, likely: 20, high: 20 });
    expect(fan.at(-1)).toMatchObject({ at: late, low: 0, likely: 0 });
    expect(fan.at(-1)?.high).toBeLessThan(0.5);
  });
});

describe('the forecast for one who spends from Monday to Friday', () => {
  /** NOW is a Wednesday at 15:20; spends 1 in each hour whose day is none of the weekend's. */
  const isWeekend = (at: number) => [0, 6].includes(new Date(at).getUTCDay());
  const spentUntil = (age: number, now: number) => {
    let spent = 0;
    for (let hour = 0; hour < age; hour++) spent += isWeekend(now - (hour + 0.5) * HOUR) ? 0 : 1;
    return spent;
  };

  it('says Monday on a Friday evening', () => {
    const friday = Date.UTC(2024, 5, 14, 20);
    const samples = sampled(28 * 24, (age) => 12 + spentUntil(age, friday)).map(({ at, left }) => ({
      at: at + friday - NOW,
      left,
    }));
    const said = ending(samples, friday);
    expect(new Date(said.likely).getUTCDay()).toBe(1);
    expect(said.likely - Date.UTC(2024, 5, 17, 8)).toBeLessThan(3 * HOUR);
  });
});

describe('the forecast', () => {
  it.each([
    ['no sample', [], 0],
    ['one sample', sampled(0, () => 5), 0],
    ['less than a day', sampled(23, (age) => 5 + age), 23 * HOUR],
    ['samples of which all but some hours are of the future', sampled(50, (age) => 5 + age), 10 * HOUR, -40],
    ['a gap that a top-up hides', sampled(48, (age) => 5 - age, 24), 0],
  ])('waits when there is %s', (_, samples, spanMs, hours = 0) => {
    expect(forecast(samples, NOW + hours * HOUR)).toEqual({ kind: 'too-little-data', spanMs });
  });

  it.each([0, -3])('knows that nothing is left at %d', (left) => {
    expect(forecast([{ at: NOW, left }], NOW)).toEqual({ kind: 'used-up' });
    expect(
      forecast(
        sampled(336, (age) => left + age),
        NOW,
      ),
    ).toEqual({ kind: 'used-up' });
  });

  it.each([
    ['nothing was ever spent', () => 20],
    ['spending ceased five days ago', (age: number) => 20 + Math.max(0, age - 120)],
    [
      'spending ceased, and money was added',
      (age: number) => (age > 60 ? 0 : 30) + 20 + Math.max(0, age - 120),
    ],
    ['so little is spent that it lasts for years', (age: number) => 20 + age / 100_000],
    ['the figure has but errors of rounding', (age: number) => 20 + (age % 2) * 1e-12],
    ['money is only added', (age: number) => 2000 - Math.floor(age / 10)],
  ])('says that there is no spending when %s', (_, left) => {
    expect(forecast(sampled(336, left), NOW)).toEqual({ kind: 'not-spending' });
  });

  it('leaves the end open for one who may have stopped', () => {
    const said = ending(sampled(336, (age) => 20 + Math.max(0, age - 36)));
    expect(said.late).toBeUndefined();
    expect(said.fan.at(-1)).toMatchObject({ at: said.likely + (said.likely - NOW), low: 0, high: 20 });
  });

  it('does not count the months before the first spending', () => {
    const said = ending(sampled(60 * 24, (age) => 20 + Math.min(age, 9 * 24) / 12));
    expect(daysTo(said.likely)).toBeCloseTo(10, 0);
  });

  it('follows one who spends one per cent more each day', () => {
    const said = ending(sampled(60 * 24, (age) => 20 + 100 * (1 - Math.exp((-0.01 * age) / 24))));
    const growing = 100 * Math.log(1.2);
    expect(Math.abs(daysTo(said.likely) - growing)).toBeLessThan(0.03 * growing);
  });

  it('does not mind samples that are no numbers, out of order or of the future', () => {
    const samples = sampled(336, (age) => 20 + age / 12);
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e300];
    const stray = [
      ...odd.map((left) => ({ at: NOW - 5 * HOUR, left })),
      ...odd.map((at) => ({ at, left: 1 })),
      { at: NOW - 100 * DAY, left: 1 },
      { at: NOW + 1, left: 0 },
    ];
    expect(forecast([...samples.slice(0, 200), ...stray, ...samples.slice(200), ...stray], NOW)).toEqual(
      forecast(samples, NOW),
    );
  });
});

describe('any forecast', () => {
  const left = fc.oneof(fc.double(), fc.double({ min: -1, max: 1e4 }), fc.constantFrom(0, 5, 1e100, 1e-300));
  const wild = fc.array(fc.record({ at: fc.oneof(fc.double(), fc.integer()), left }), { maxLength: 30 });
  const step = fc.record({
    hours: fc.oneof(
      { arbitrary: fc.integer({ min: 0, max: 300 }).map((cents) => cents / 100), weight: 1 },
      { arbitrary: fc.integer({ min: 0, max: 24 }), weight: 3 },
      { arbitrary: fc.integer({ min: 0, max: 400 }), weight: 1 },
    ),
    change: fc.oneof(
      { arbitrary: fc.constant(0), weight: 3 },
      { arbitrary: fc.integer({ min: -1200, max: 0 }).map((cents) => cents / 100), weight: 6 },
      { arbitrary: fc.constantFrom(100, 0.5), weight: 1 },
    ),
  });
  /** Steps through time with money spent, not spent and added. */
  const likelier = fc.array(step, { minLength: 5, maxLength: 80, size: 'max' }).map((steps) => {
    let sample = { at: NOW, left: 500 };
    return steps.map(({ hours, change }) => {
      sample = { at: sample.at + hours * HOUR, left: sample.left + change };
      return sample;
    });
  });
  const scaled = fc
    .tuple(likelier, fc.constantFrom(1, 1e-90, 1e90))
    .map(([samples, unit]) => samples.map(({ at, left: figure }) => ({ at, left: figure * unit })));
  const input = fc
    .tuple(
      fc.oneof(wild, scaled),
      fc.oneof(fc.double(), fc.constant(NOW)),
      fc.integer({ min: -50, max: 500 }),
    )
    .map(([samples, other, hours]) => ({
      samples,
      now: samples.at(-1) === undefined ? other : (samples.at(-1)?.at ?? 0) + hours * HOUR,
    }));

  it('is in order and finite, and the same when asked again', () => {
    const kinds: string[] = [];
    fc.assert(
      fc.property(input, ({ samples, now }) => {
        const said = forecast(samples, now);
        expect(forecast(samples, now)).toEqual(said);
        kinds.push(said.kind);
        if (said.kind === 'too-little-data') expect(said.spanMs).toBeGreaterThanOrEqual(0);
        if (said.kind !== 'ends') return;
        const { early, likely, late, perDay, fan } = said;
        expect([early, likely, late ?? likely, perDay].every(Number.isFinite)).toBe(true);
        expect(early).toBeGreaterThanOrEqual(now);
        expect(likely).toBeGreaterThanOrEqual(early);
        expect(late ?? likely).toBeGreaterThanOrEqual(likely);
        expect(perDay).toBeGreaterThan(0);
        expect(fan.length).toBeGreaterThan(0);
        expect(fan.length).toBeLessThanOrEqual(60);
        expect(fan[0]?.at).toBe(now);
        const rounding = 1e-9 * (fan[0]?.high ?? 0);
        const inOrder = fan.every(({ at, low, likely: middle, high }, index) => {
          const next = fan[index + 1] ?? { at, low, likely: middle, high };
          const falls =
            next.low <= low + rounding && next.likely <= middle + rounding && next.high <= high + rounding;
          return (
            0 <= low &&
            low <= middle &&
            middle <= high &&
            high < Number.POSITIVE_INFINITY &&
            at <= next.at &&
            falls
          );
        });
        expect(inOrder).toBe(true);
      }),
      { seed: 1, numRuns: 200 },
    );
    expect(kinds.filter((kind) => kind === 'ends').length).toBeGreaterThan(50);
    expect(new Set(kinds).size).toBe(4);
  });
});
