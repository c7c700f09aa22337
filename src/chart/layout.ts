import type { Chart, Sample } from './chart.ts';
import type { Font } from './font.ts';
import { type TimeTick, timeTicks } from './time-ticks.ts';
import { type ValueTicks, valueTicks } from './value-ticks.ts';

/** Sizes are for a picture of 800 by 540, which a phone shows 360 pixels wide: 26 becomes 11.7 there. */
export const SIZE = { width: 800, height: 540 } as const;
export const TEXT_SIZE = 26;
export const TITLE_SIZE = 32;
/** The card's distance from the edge of the picture, and its contents' distance from that edge. */
export const MARGIN = 8;
export const PADDING = 30;

const TITLE_LINE = 54;
const LEGEND_LINE = 104;
const PLOT_TOP = 142;
/** The line above the plot in which the present is named, where there is a future. */
const NOW_LINE = 36;
const PLOT_BOTTOM = SIZE.height - 72;
const TICK_GAP = 12;
const LEAST_LABEL_GAP = 20;
/** The share of the plot that stays free above the line for the top-ups' amounts. */
const HEADROOM = 0.16;

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Where everything is, in pixels from the top left corner; text lines are named by their middle. */
export interface Layout {
  readonly titleLine: number;
  readonly legendLine: number;
  readonly nowLine: number;
  readonly timeLine: number;
  readonly plot: Box;
  readonly values: ValueTicks;
  readonly times: readonly TimeTick[];
  readonly hasFuture: boolean;
  /** The samples that the plot shows, with the one that holds where it begins. */
  readonly samples: readonly Sample[];
  x(at: number): number;
  y(value: number): number;
}

/** Lays a chart out. Throws where its time axis is empty: a bug. */
export function layOut(chart: Chart, font: Font): Layout {
  const { from, until, locale } = chart;
  if (!(until > from)) throw new RangeError('a chart must end after it begins');
  const samples = visible(chart);
  const values = valueTicks(...extent(chart, samples), locale);
  const lowest = values.values[0] ?? 0;
  const highest = values.values.at(-1) ?? 1;
  const hasFuture = until > chart.now && chart.now >= from;
  const widest = Math.max(...values.labels.map((label) => font.width(label, TEXT_SIZE)));
  const plot = {
    left: PADDING + widest + TICK_GAP,
    top: PLOT_TOP + (hasFuture ? NOW_LINE : 0),
    right: SIZE.width - PADDING,
    bottom: PLOT_BOTTOM,
  };
  const x = (at: number) => plot.left + ((at - from) / (until - from)) * (plot.right - plot.left);
  const y = (value: number) =>
    plot.bottom - ((value - lowest) / (highest - lowest)) * (plot.bottom - plot.top);
  return {
    titleLine: TITLE_LINE,
    legendLine: LEGEND_LINE,
    nowLine: plot.top - NOW_LINE / 2,
    timeLine: (PLOT_BOTTOM + SIZE.height - MARGIN) / 2,
    plot,
    values,
    times: labelled(chart, font, x),
    hasFuture,
    samples,
    x,
    y,
  };
}

function visible({ samples, from, until }: Chart): readonly Sample[] {
  const begun = samples.findLastIndex(({ at }) => at <= from);
  return samples.slice(Math.max(begun, 0)).filter(({ at }) => at <= until);
}

function extent({ fan = [], topUps }: Chart, samples: readonly Sample[]): [low: number, high: number] {
  const shown = [...samples.map(({ left }) => left), ...fan.flatMap(({ low, high }) => [low, high])];
  const low = shown.reduce((least, value) => Math.min(least, value), 0);
  const high = shown.reduce((greatest, value) => Math.max(greatest, value), 0);
  return [low, topUps.length > 0 ? high + (high - low) * HEADROOM : high];
}

function labelled(chart: Chart, font: Font, x: (at: number) => number): readonly TimeTick[] {
  const half = (label: string) => font.width(label, TEXT_SIZE) / 2;
  const legible = (ticks: readonly TimeTick[]) =>
    ticks.map(({ at, label }) => ({ at, label: font.legible(label) }));
  const ticks = timeTicks(chart, (candidates) =>
    legible(candidates).every(({ at, label }, index, all) => {
      const next = all[index + 1];
      return next === undefined || x(at) + half(label) + LEAST_LABEL_GAP <= x(next.at) - half(next.label);
    }),
  );
  return legible(ticks).filter(
    ({ at, label }) =>
      x(at) - half(label) >= MARGIN + LEAST_LABEL_GAP / 2 &&
      x(at) + half(label) <= SIZE.width - MARGIN - LEAST_LABEL_GAP / 2,
  );
}
