import type { Chart } from './chart.ts';
import type { ChartOption } from './chart-option.ts';
import type { Font } from './font.ts';
import { type Layout, MARGIN, PADDING, SIZE, TEXT_SIZE, TITLE_SIZE } from './layout.ts';
import { legendWidth } from './legend.ts';
import { AREA_OPACITY, PALETTE } from './palette.ts';
import type { TopUpMark } from './top-up-marks.ts';

type Graphics = NonNullable<ChartOption['graphic']>;

const CARD_RADIUS = 24;
const UNIT_GAP = 24;
const HALO_WIDTH = 6;
const POINT_RADIUS = 8;

/** Axes and grid are at 0, the lines at 3 and 4, the marks at 6. */
const Z = { card: -1, band: 1, present: 2, point: 5, words: 10 } as const;

/** What ECharts has no series for: the card, the words on it, the band of the forecast and the present. */
export function graphics(
  chart: Chart,
  layout: Layout,
  marks: readonly TopUpMark[],
  legendNames: readonly string[],
  font: Font,
): Graphics {
  const inner = SIZE.width - 2 * PADDING;
  const unitWidth = inner - legendWidth(legendNames, font) - UNIT_GAP;
  const title = font.fit(chart.title, TITLE_SIZE, inner);
  const unit = font.fit(chart.unit ?? '', TEXT_SIZE, unitWidth);
  return {
    elements: [
      card(),
      ...band(chart, layout),
      ...zero(layout),
      ...lastPoint(layout),
      ...present(chart, layout, font),
      words(title, font, PADDING, layout.titleLine, { size: TITLE_SIZE }),
      words(unit, font, PADDING, layout.legendLine, { fill: PALETTE.mutedText }),
      ...marks.flatMap(({ label }) =>
        label === undefined
          ? []
          : words(label.text, font, label.x, label.y, {
              align: 'center',
              fill: PALETTE.topUp,
              halo: HALO_WIDTH,
            }),
      ),
    ],
  };
}

function card() {
  const shape = { x: MARGIN, y: MARGIN, width: SIZE.width - 2 * MARGIN, height: SIZE.height - 2 * MARGIN };
  return { type: 'rect', z: Z.card, shape: { ...shape, r: CARD_RADIUS }, style: { fill: PALETTE.card } };
}

function band({ fan = [] }: Chart, { plot, x, y }: Layout) {
  if (fan.length < 2) return [];
  const upper = fan.map(({ at, high }) => [x(at), y(high)]);
  const lower = fan.map(({ at, low }) => [x(at), y(low)]);
  const size = { width: plot.right - plot.left, height: plot.bottom - plot.top };
  return [
    {
      type: 'polygon',
      z: Z.band,
      shape: { points: [...upper, ...lower.toReversed()] },
      style: { fill: PALETTE.forecast, opacity: AREA_OPACITY.forecast },
      clipPath: { type: 'rect', shape: { x: plot.left, y: plot.top, ...size } },
    },
  ];
}

/** Where the balance turns into a debt, if it does. */
function zero({ values, plot, y }: Layout) {
  if (!values.values.some((value) => value < 0)) return [];
  const shape = { x1: plot.left, y1: y(0), x2: plot.right, y2: y(0) };
  return [{ type: 'line', z: Z.present, shape, style: { stroke: PALETTE.axis, lineWidth: 2 } }];
}

/** The end of the line, which would be nothing but this where there is a single sample. */
function lastPoint({ samples, x, y }: Layout) {
  const last = samples.at(-1);
  if (last === undefined) return [];
  const style = { fill: PALETTE.balance, stroke: PALETTE.card, lineWidth: 3 };
  return [
    { type: 'circle', z: Z.point, shape: { cx: x(last.at), cy: y(last.left), r: POINT_RADIUS }, style },
  ];
}

function present({ now, labels }: Chart, { plot, hasFuture, nowLine, x }: Layout, font: Font) {
  if (!hasFuture) return [];
  const text = font.legible(labels.now);
  const half = font.width(text, TEXT_SIZE) / 2;
  const middle = Math.min(Math.max(x(now), plot.left + half), plot.right - half);
  const shape = { x1: x(now), y1: plot.top, x2: x(now), y2: plot.bottom };
  const style = { stroke: PALETTE.axis, lineWidth: 2 };
  return [
    { type: 'line', z: Z.present, shape, style },
    words(text, font, middle, nowLine, { align: 'center', fill: PALETTE.mutedText }),
  ];
}

interface Lettering {
  readonly size?: number;
  readonly fill?: string;
  readonly align?: 'left' | 'center';
  /** The width of a margin in the card's colour, which keeps lines off the letters. */
  readonly halo?: number;
}

function words(text: string, font: Font, x: number, y: number, lettering: Lettering) {
  const { size = TEXT_SIZE, fill = PALETTE.text, align = 'left', halo = 0 } = lettering;
  return {
    type: 'text' as const,
    z: Z.words,
    x,
    y,
    style: {
      text,
      fill,
      align,
      verticalAlign: 'middle' as const,
      fontSize: size,
      fontFamily: font.family,
      ...(halo > 0 && { stroke: PALETTE.card, lineWidth: halo }),
    },
  };
}
