import { move } from 'piscina';
import type { Chart } from './chart.ts';

/** What the thread of a `ChartRenderer` does: a chart in, the bytes of a PNG out, moved rather than copied. */
export default async function drawChart(chart: Chart) {
  // Only now, so that what cannot be loaded fails the chart and not the thread, which would start again without end.
  const { drawPng } = await import('./picture.ts');
  // A copy, because memory that belongs to native code cannot be moved.
  return move(new Uint8Array(drawPng(chart)).buffer);
}
