import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, inject, it } from 'vitest';
import type * as Renderer from '../../src/chart/renderer.ts';
import { ChartRenderer as FromSources } from '../../src/chart/renderer.ts';
import { aChart, aFullChart, NOW } from './example-charts.ts';

/** As it runs in production, which also starts faster. */
const compiled = join(dirname(inject('mainFile')), 'chart/renderer.js');
const { ChartRenderer }: typeof Renderer = await import(pathToFileURL(compiled).href);

const PNG_SIGNATURE = '89504e470d0a1a0a';

async function pngOf(renderer: Renderer.ChartRenderer, chart = aFullChart()): Promise<Buffer> {
  const rendering = await renderer.render(chart);
  if (rendering.kind !== 'drawn') throw new Error(`the chart is ${rendering.kind}`);
  return rendering.png;
}

function expectPicture(png: Buffer): void {
  expect(png.toString('hex', 0, 8)).toBe(PNG_SIGNATURE);
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 810]);
  expect(png.byteLength).toBeGreaterThan(20_000);
}

describe('a chart renderer', () => {
  const clock = { now: 1 };
  const renderer = new ChartRenderer({ keepMs: 1_000, now: () => clock.now });
  afterAll(() => renderer.close());

  it('draws a PNG while the event loop turns', async () => {
    const drawing = pngOf(renderer);
    let turns = 0;
    let isDone = false;
    const count = () => {
      turns++;
      if (!isDone) setImmediate(count);
    };
    count();
    expectPicture(await drawing);
    isDone = true;
    expect(turns).toBeGreaterThan(100);
  });

  it('reuses the picture of an equal chart within the minute, for as long as it is kept', async () => {
    const first = await pngOf(renderer);
    expect(await pngOf(renderer, aFullChart({ now: NOW + 20_000 }))).toBe(first);
    expect(await pngOf(renderer, aFullChart({ now: NOW + 60_000 }))).not.toBe(first);
    expect(await pngOf(renderer, aFullChart({ unit: 'EUR' }))).not.toBe(first);
    clock.now += 2_000;
    const later = await pngOf(renderer);
    expect(later).not.toBe(first);
    expect(later.equals(first)).toBe(true);
  });

  it('draws equal charts that are wanted at the same time once', async () => {
    const chart = aChart({ title: 'wanted by three' });
    const [first, ...others] = await Promise.all([1, 2, 3].map(() => pngOf(renderer, chart)));
    for (const other of others) expect(other).toBe(first);
  });

  it('reports a chart that makes no sense, and draws the next', async () => {
    await expect(renderer.render(aChart({ until: 0 }))).rejects.toThrow('must end after it begins');
    expectPicture(await pngOf(renderer, aChart({ title: 'the next' })));
  });

  it('is busy when more charts wait than may, and has threads only while there is something to draw', async () => {
    const small = new ChartRenderer({ threads: 1, queue: 1, idleMs: 1 });
    expect(small.threads).toBe(0);
    const charts = ['one', 'two', 'three'].map((title) => aChart({ title }));
    const renderings = await Promise.all(charts.map((chart) => small.render(chart)));
    expect(renderings.map(({ kind }) => kind)).toEqual(['drawn', 'drawn', 'busy']);
    await expect.poll(() => small.threads, { timeout: 10_000 }).toBe(0);
    await small.close();
  });

  it('is busy when a chart is not done in time', async () => {
    const hasty = new ChartRenderer({ timeoutMs: 1 });
    expect(await hasty.render(aChart())).toEqual({ kind: 'busy' });
    await hasty.close();
    expect(hasty.threads).toBe(0);
  });

  it('rejects what is not done when it is closed', async () => {
    const closing = new ChartRenderer();
    const rejection = expect(closing.render(aChart())).rejects.toThrow();
    await closing.close();
    await rejection;
    expect(closing.threads).toBe(0);
  });

  it('runs from the sources too', async () => {
    const sources = new FromSources({ timeoutMs: 30_000 });
    expectPicture(await pngOf(sources));
    await sources.close();
  }, 30_000);
});
