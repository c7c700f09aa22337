import type { Chart } from './chart.ts';
import type { ChartOption } from './chart-option.ts';
import type { Font } from './font.ts';
import { type Layout, PADDING, TEXT_SIZE } from './layout.ts';
import { PALETTE } from './palette.ts';

const ICON_WIDTH = 34;
const ICON_GAP = 8;
const ITEM_GAP = 22;

/** A line, a dashed line and a triangle, in the shares of the series. */
const ICONS = {
  balance: 'path://M0 0H34V5H0Z',
  forecast: 'path://M0 0H13V5H0ZM21 0H34V5H21Z',
  topUp: 'path://M11 0L22 20H0Z',
} as const satisfies Record<keyof SeriesNames, string>;

/** What the series are called. */
export interface SeriesNames {
  readonly balance: string;
  readonly topUp: string;
  readonly forecast: string;
}

export function seriesNames({ labels }: Chart, font: Font): SeriesNames {
  return {
    balance: font.legible(labels.balance),
    topUp: font.legible(labels.topUp),
    forecast: font.legible(labels.forecast),
  };
}

/** The series that a chart has anything of. */
export function seriesShown({ fan = [] }: Chart, topUps: number): (keyof SeriesNames)[] {
  return [
    'balance',
    ...(topUps > 0 ? (['topUp'] as const) : []),
    ...(fan.length > 0 ? (['forecast'] as const) : []),
  ];
}

/** At the right, above the plot. */
export function legend(
  shown: readonly (keyof SeriesNames)[],
  names: SeriesNames,
  layout: Layout,
): ChartOption['legend'] {
  return {
    data: shown.map((key) => ({ name: names[key], icon: ICONS[key] })),
    top: layout.legendLine - TEXT_SIZE / 2,
    right: PADDING,
    padding: 0,
    itemWidth: ICON_WIDTH,
    itemHeight: 20,
    itemGap: ITEM_GAP,
    itemStyle: { borderWidth: 0 },
    textStyle: { fontSize: TEXT_SIZE, color: PALETTE.text, padding: [0, 0, 0, ICON_GAP - 5] },
    selectedMode: false,
  };
}

/** How wide the legend is, in pixels. */
export function legendWidth(names: readonly string[], font: Font): number {
  const widths = names.map((name) => ICON_WIDTH + ICON_GAP + font.width(name, TEXT_SIZE));
  return widths.reduce((sum, width) => sum + width, ITEM_GAP * (names.length - 1));
}
