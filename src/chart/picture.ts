import { Resvg } from '@resvg/resvg-js';
import type { Chart } from './chart.ts';
import { drawSvg } from './drawing.ts';
import { FONT_FILES, loadFonts } from './font.ts';

/** Pixels of the picture for each of the drawing's: a phone's 360 CSS pixels are up to 1 080 of its own. */
const SCALE = 1.5;

const fonts = loadFonts();

/** Draws a chart as a PNG of 1200 by 810 pixels. It holds its thread for a tenth of a second. */
export function drawPng(chart: Chart): Buffer {
  return rasterize(drawSvg(chart, fonts));
}

/** Turns an SVG into a PNG with the shipped fonts alone. */
function rasterize(svg: string): Buffer {
  const picture = new Resvg(svg, {
    font: { loadSystemFonts: false, fontFiles: [...FONT_FILES] },
    fitTo: { mode: 'zoom', value: SCALE },
    logLevel: 'off',
  });
  return picture.render().asPng();
}
