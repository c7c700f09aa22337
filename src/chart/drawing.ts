import { init, setPlatformAPI } from 'echarts/dist/echarts.esm.min.mjs';
import { axes } from './axes.ts';
import type { Chart } from './chart.ts';
import type { ChartOption } from './chart-option.ts';
import type { Font, Fonts } from './font.ts';
import { graphics } from './graphics.ts';
import { layOut, SIZE, TEXT_SIZE } from './layout.ts';
import { legend, seriesNames, seriesShown } from './legend.ts';
import { PALETTE } from './palette.ts';
import { series } from './series.ts';
import { topUpMarks } from './top-up-marks.ts';

/** Draws a chart as SVG whose text wants `fonts`. It holds its thread for some tens of milliseconds. */
export function drawSvg(chart: Chart, fonts: Fonts): string {
  const font = fonts.in(chart.locale);
  setPlatformAPI({
    measureText: (text, style) => ({ width: font.width(text, fontSize(style)) }),
  });
  const drawing = init(null, null, { renderer: 'svg', ssr: true, ...SIZE });
  try {
    drawing.setOption(optionOf(chart, font));
    return drawing.renderToSVGString();
  } finally {
    drawing.dispose();
  }
}

function fontSize(style: string | undefined): number {
  return Number(/([\d.]+)px/.exec(style ?? '')?.[1] ?? TEXT_SIZE);
}

function optionOf(chart: Chart, font: Font): ChartOption {
  const layout = layOut(chart, font);
  const marks = topUpMarks(chart, layout, font);
  const names = seriesNames(chart, font);
  const shown = seriesShown(chart, marks.length);
  return {
    animation: false,
    backgroundColor: PALETTE.page,
    textStyle: { fontFamily: font.family, fontSize: TEXT_SIZE, color: PALETTE.text },
    ...axes(chart, layout),
    legend: legend(shown, names, layout),
    series: series(chart, layout, marks, names),
    graphic: graphics(
      chart,
      layout,
      marks,
      shown.map((key) => names[key]),
      font,
    ),
  };
}
