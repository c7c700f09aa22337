import { describe, expect, it } from 'vitest';
import type { Chart } from '../../src/chart/chart.ts';
import { drawSvg } from '../../src/chart/drawing.ts';
import { loadFonts } from '../../src/chart/font.ts';
import { PALETTE } from '../../src/chart/palette.ts';
import { drawPng } from '../../src/chart/picture.ts';
import { aChart, aFan, aFullChart, DAY_MS, falling, HOUR_MS, LABELS, NOW } from './example-charts.ts';

const fonts = loadFonts();

function textsOf(chart: Chart): string[] {
  return [...drawSvg(chart, fonts).matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text);
}

/** How many shapes are filled with a colour. */
function filled(chart: Chart, colour: string): number {
  return drawSvg(chart, fonts)
    .split(`<path`)
    .filter((path) => path.includes(`fill="${colour}"`)).length;
}

describe('the drawing of a chart', () => {
  it('says everything in English', () => {
    expect(textsOf(aFullChart()).sort()).toEqual(
      [
        'Balance, last 7 days',
        'USD',
        'Balance',
        'Top-up',
        'Forecast',
        'now',
        '+100',
        '+50',
        '0',
        '100',
        '200',
        '300',
        'Nov 15',
        'Nov 17',
        'Nov 19',
        'Nov 21',
        'Nov 23',
      ].sort(),
    );
  });

  it('says everything in Chinese, in the zone of the reader', () => {
    const texts = textsOf(
      aFullChart({
        locale: 'zh-CN',
        timeZone: 'Asia/Shanghai',
        labels: LABELS['zh-CN'],
        title: '余额',
        unit: '元',
      }),
    );
    expect(texts).toEqual(
      expect.arrayContaining(['余额', '元', '充值', '预测', '现在', '11月15日', '11月23日']),
    );
  });

  it('marks hours of the zone on a chart of a day', () => {
    const from = NOW - DAY_MS;
    const day = { from, samples: falling(from, NOW, 20, 9, 3) };
    expect(textsOf(aChart({ ...day, timeZone: 'America/New_York' }))).toEqual(
      expect.arrayContaining(['8 AM', '12 PM', '4 PM', '8 PM', 'Nov 20', '4 AM']),
    );
    expect(textsOf(aChart({ ...day, timeZone: 'Asia/Shanghai' }))).toContain(
      '12 AM'.replace('12 AM', 'Nov 20'),
    );
  });

  it('shows a fan and the present only where there is a future', () => {
    expect(filled(aFullChart(), PALETTE.forecast)).toBeGreaterThan(filled(aChart(), PALETTE.forecast));
    expect(textsOf(aChart())).not.toContain('now');
    expect(textsOf(aChart())).not.toContain('Forecast');
    expect(textsOf(aChart({ until: NOW + HOUR_MS }))).toContain('now');
  });

  it('marks each top-up within its span with a triangle, and has one in the legend', () => {
    expect(filled(aChart(), PALETTE.topUp)).toBe(0);
    expect(filled(aFullChart(), PALETTE.topUp)).toBe(3);
    const [first] = aFullChart().topUps;
    expect(filled(aFullChart({ topUps: first ? [{ ...first, at: 0 }] : [] }), PALETTE.topUp)).toBe(0);
  });

  it('writes hostile words as they are', () => {
    const texts = textsOf(aChart({ title: '<b>&amp;"\' {a|b} {c}\n%s', unit: '<&>' }));
    expect(texts).toContain('&lt;b&gt;&amp;amp;&quot;&#39; {a|b} {c} %s');
    expect(texts).toContain('&lt;&amp;&gt;');
  });

  it.each<[string, Partial<Chart>]>([
    ['no samples', { samples: [] }],
    ['one sample', { samples: [{ at: NOW, left: 5 }] }],
    ['two samples', { samples: falling(NOW - HOUR_MS, NOW, 2, 5, 4) }],
    ['1500 samples', { samples: falling(NOW - 7 * DAY_MS, NOW, 1500, 2_005_317.99, 3) }],
    ['samples before its span', { samples: falling(NOW - 90 * DAY_MS, NOW, 100, 5, 4) }],
    ['a trillion', { samples: falling(NOW - 7 * DAY_MS, NOW, 9, 1e12, 1e11) }],
    ['next to nothing', { samples: falling(NOW - 7 * DAY_MS, NOW, 9, 0.000123, 0.00002) }],
    ['nothing at all', { samples: falling(NOW - 7 * DAY_MS, NOW, 9, 0, 0) }],
    ['a debt', { samples: falling(NOW - 7 * DAY_MS, NOW, 9, -1, -20) }],
    ['a far future', { fan: aFan(16, NOW, 3000 * DAY_MS), until: NOW + 3000 * DAY_MS }],
    [
      'top-ups at its edges',
      {
        topUps: [
          { at: NOW - 7 * DAY_MS, amount: '+1' },
          { at: NOW, amount: '+123,456.78' },
        ],
      },
    ],
  ])('can be rasterized with %s', (_, change) => {
    const svg = drawSvg(aChart(change), fonts);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    expect(drawPng(aChart(change)).readUInt32BE(16)).toBe(1200);
  });
});
