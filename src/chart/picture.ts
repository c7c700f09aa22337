import { Resvg } from '@resvg/resvg-js';
import { FONT_FILES } from './font.ts';

/** Pixels of the picture for each of the drawing's: a phone's 360 CSS pixels are up to 1 080 of its own. */
const SCALE = 1.5;

/** Turns an SVG into a PNG with the shipped fonts alone. */
export function rasterize(svg: string): Buffer {
  const picture = new Resvg(svg, {
    font: { loadSystemFonts: false, fontFiles: [...FONT_FILES] },
    fitTo: { mode: 'zoom', value: SCALE },
    logLevel: 'off',
  });
  return picture.render().asPng();
}
