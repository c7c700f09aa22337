import type { Chart } from './chart.ts';
import type { ChartSeries } from './chart-option.ts';
import type { Layout } from './layout.ts';
import type { SeriesNames } from './legend.ts';
import { AREA_OPACITY, PALETTE } from './palette.ts';
import { MARK_SIZE, type TopUpMark } from './top-up-marks.ts';

const LINE_WIDTH = 4;

/** The lines and marks of a chart. */
export function series(
  { fan = [] }: Chart,
  { samples }: Layout,
  marks: readonly TopUpMark[],
  names: SeriesNames,
): ChartSeries[] {
  return [
    {
      name: names.balance,
      type: 'line',
      step: 'end',
      symbol: 'none',
      color: PALETTE.balance,
      lineStyle: { width: LINE_WIDTH, color: PALETTE.balance, join: 'round' },
      areaStyle: { color: PALETTE.balance, opacity: AREA_OPACITY.balance },
      data: samples.map(({ at, left }) => [at, left]),
      z: 3,
    },
    {
      name: names.forecast,
      type: 'line',
      symbol: 'none',
      color: PALETTE.forecast,
      lineStyle: { width: LINE_WIDTH, color: PALETTE.forecast, type: [12, 8] },
      data: fan.map(({ at, likely }) => [at, likely]),
      z: 4,
    },
    {
      name: names.topUp,
      type: 'scatter',
      symbol: 'triangle',
      symbolSize: MARK_SIZE,
      itemStyle: { color: PALETTE.topUp, borderColor: PALETTE.card, borderWidth: 2, opacity: 1 },
      data: marks.map(({ at, value }) => [at, value]),
      clip: false,
      z: 6,
    },
  ];
}
