import type * as Renderer from '../../../src/chart/renderer.ts';
import { aFullChart } from '../../chart/example-charts.ts';
import { figure, type Row } from '../result.ts';
import { median } from '../statistics.ts';

const RENDERER = new URL('../../../dist/chart/renderer.js', import.meta.url);

const CHARTS_A_ROUND = 20;

/** As many as wait for the thread in a rush; more than that are turned away. */
const AT_ONCE = 8;

/** Charts as /usage has them drawn, in the thread that the compiled bot draws them in. */
export const chart: Row = {
  name: 'chart',
  async run({ rounds }) {
    const { ChartRenderer }: typeof Renderer = await import(RENDERER.href);
    const renderer = new ChartRenderer();
    let drawn = 0;
    const draw = async () => {
      drawn += 1;
      // No two alike, or one picture would do for all.
      const { kind } = await renderer.render(aFullChart({ title: `Balance ${drawn}` }));
      if (kind !== 'drawn') throw new Error(`a chart was ${kind}`);
    };
    try {
      const first = await milliseconds(draw);
      const each: number[] = [];
      const rates: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const times: number[] = [];
        for (let count = 0; count < CHARTS_A_ROUND; count += 1) times.push(await milliseconds(draw));
        each.push(median(times));
        const ms = await milliseconds(() => Promise.all(Array.from({ length: AT_ONCE }, draw)));
        rates.push((1000 * AT_ONCE) / ms);
      }
      return [
        figure('a chart, p50', 'ms', each),
        figure(`charts, ${AT_ONCE} at once`, '/s', rates),
        figure('the first chart, with the start of its thread', 'ms', [first]),
      ];
    } finally {
      await renderer.close();
    }
  },
};

async function milliseconds(task: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await task();
  return performance.now() - from;
}
