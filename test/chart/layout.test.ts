import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadFonts } from '../../src/chart/font.ts';
import { layOut, SIZE, TEXT_SIZE } from '../../src/chart/layout.ts';
import { topUpMarks } from '../../src/chart/top-up-marks.ts';
import { aChart, DAY_MS, falling, LABELS, NOW, withTopUps } from './example-charts.ts';

const fonts = loadFonts();

describe('the layout of a chart', () => {
  it('keeps the labels of the time axis apart and on the card, whatever the span', () => {
    const spans = fc.record({
      minutes: fc.integer({ min: 30, max: 5_000_000 }),
      start: fc.integer({ min: 0, max: 2_000_000 }),
      locale: fc.constantFrom('en' as const, 'zh-CN' as const),
      timeZone: fc.constantFrom('UTC', 'Asia/Kathmandu', 'America/Sao_Paulo', 'Australia/Lord_Howe'),
    });
    fc.assert(
      fc.property(spans, ({ minutes, start, locale, timeZone }) => {
        const from = NOW - start * 60_000;
        const chart = aChart({
          from,
          until: from + minutes * 60_000,
          locale,
          timeZone,
          labels: LABELS[locale],
        });
        const font = fonts.in(locale);
        const { times, x } = layOut(chart, font);
        expect(times.length).toBeGreaterThan(0);
        let free = 10;
        for (const { at, label } of times) {
          const half = font.width(label, TEXT_SIZE) / 2;
          expect(x(at) - half).toBeGreaterThanOrEqual(free);
          free = x(at) + half + 12;
        }
        expect(free - 12).toBeLessThanOrEqual(SIZE.width - 10);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps the amounts of top-ups off each other and within the plot, however many there are', () => {
    const from = NOW - 7 * DAY_MS;
    const amounts = fc.constantFrom('5', '100', '1000000');
    const days = fc.array(fc.tuple(fc.double({ min: 0, max: 7, noNaN: true }), amounts), {
      minLength: 1,
      maxLength: 25,
    });
    fc.assert(
      fc.property(days, (wanted) => {
        const topUps = wanted
          .map(([day, amount]) => ({ at: from + day * DAY_MS, amount: `+${amount}` }))
          .sort((a, b) => a.at - b.at);
        const chart = aChart({ topUps, samples: withTopUps(falling(from, NOW, 85, 100, 5), topUps) });
        const font = fonts.in('en');
        const layout = layOut(chart, font);
        const marks = topUpMarks(chart, layout, font);
        const labels = marks.flatMap(({ label }) => label ?? []);
        expect(marks).toHaveLength(topUps.length);
        expect(labels.length).toBeGreaterThan(0);
        for (const [index, { text, x, y }] of labels.entries()) {
          const width = font.width(text, TEXT_SIZE);
          expect(x - width / 2).toBeGreaterThanOrEqual(layout.plot.left - 0.01);
          expect(x + width / 2).toBeLessThanOrEqual(layout.plot.right + 0.01);
          for (const other of labels.slice(index + 1)) {
            const apart = Math.abs(x - other.x) >= (width + font.width(other.text, TEXT_SIZE)) / 2 - 0.01;
            expect(apart || Math.abs(y - other.y) >= TEXT_SIZE).toBe(true);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
