import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { LRUCache } from 'lru-cache';
import { Piscina } from 'piscina';
import type { Around } from '../around.ts';
import type { Chart } from './chart.ts';

const MINUTE_MS = 60_000;

const WORKER = import.meta.url.endsWith('.ts') ? './worker-from-sources.mjs' : './worker.js';

export type Rendering =
  | { readonly kind: 'drawn'; readonly png: Buffer }
  /** Too many charts are waiting, or this one was not done in time: worth another try later. */
  | { readonly kind: 'busy' };

const BUSY: Rendering = { kind: 'busy' };

export interface ChartRendererOptions {
  /** Threads at most; each takes about 100 MB while it lives. */
  readonly threads?: number;
  /** Charts that may wait for a thread; the next is answered `busy` at once. */
  readonly queue?: number;
  /** How long a chart may take, waiting included, in milliseconds. */
  readonly timeoutMs?: number;
  /** How long a thread waits for another chart before it ends, in milliseconds. */
  readonly idleMs?: number;
  /** Pictures kept for reuse: for how many milliseconds, and how many bytes in all. */
  readonly keepMs?: number;
  readonly keepBytes?: number;
  /** Milliseconds on any clock that never goes back; decides how long pictures are kept. */
  readonly now?: () => number;
  /** May look at the drawing of each chart, and at what is turned away; pictures that are reused go past it. */
  readonly around?: Around<Rendering> | undefined;
  /** Told of a thread that fails while it draws nothing; it is replaced when there is a chart to draw. */
  readonly onThreadError?: (error: Error) => void;
}

/**
 * Draws charts off the event loop, in threads that start with the first chart and end when there is nothing to
 * draw. A picture is reused for equal charts within a minute, and equal charts at the same time share one.
 */
export class ChartRenderer {
  readonly #pool: Piscina<Chart, ArrayBuffer>;
  readonly #mostUnderWay: number;
  readonly #timeoutMs: number;
  readonly #around: Around<Rendering>;
  readonly #kept: LRUCache<string, Buffer>;
  readonly #underWay = new Map<string, Promise<Rendering>>();

  constructor({
    threads = 1,
    queue = 16,
    timeoutMs = 10_000,
    idleMs = 30_000,
    keepMs = 10 * MINUTE_MS,
    keepBytes = 32 * 1024 * 1024,
    now = () => performance.now(),
    around = (draw) => draw(),
    onThreadError = () => {},
  }: ChartRendererOptions = {}) {
    this.#mostUnderWay = threads + queue;
    this.#timeoutMs = timeoutMs;
    this.#around = around;
    this.#pool = new Piscina({
      filename: fileURLToPath(new URL(WORKER, import.meta.url)),
      minThreads: 0,
      maxThreads: threads,
      idleTimeout: idleMs,
      // resvg's memory is freed when its objects are collected, in a turn of the thread's event loop: so no waiting
      // without one, and a heap so small that it is tidied every few charts. Else each keeps 5 MB.
      atomics: 'disabled',
      resourceLimits: { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 128 },
      // Drawing needs nothing of the environment, where tokens may be.
      env: {},
    });
    this.#pool.on('error', onThreadError);
    this.#kept = new LRUCache({
      maxSize: keepBytes,
      sizeCalculation: (png) => png.byteLength,
      ttl: keepMs,
      ttlAutopurge: true,
      ttlResolution: 0,
      perf: { now },
    });
  }

  /** How many threads there are at the moment. */
  get threads(): number {
    return this.#pool.threads.length;
  }

  /** Draws a chart, 1200 by 810 pixels. The picture is shared: do not write to it. Rejects where drawing throws: a bug. */
  render(chart: Chart): Promise<Rendering> {
    const digest = digestOf(chart);
    const png = this.#kept.get(digest);
    if (png !== undefined) return Promise.resolve({ kind: 'drawn', png });
    const shared = this.#underWay.get(digest);
    if (shared !== undefined) return shared;
    if (this.#underWay.size >= this.#mostUnderWay) return this.#around(async () => BUSY);
    const drawing = this.#around(() => this.#draw(chart, digest)).finally(() =>
      this.#underWay.delete(digest),
    );
    this.#underWay.set(digest, drawing);
    return drawing;
  }

  /** Ends the threads. Charts that are not done are rejected. */
  async close(): Promise<void> {
    this.#kept.clear();
    await this.#pool.destroy();
  }

  async #draw(chart: Chart, digest: string): Promise<Rendering> {
    const patience = AbortSignal.timeout(this.#timeoutMs);
    try {
      const png = Buffer.from(await this.#pool.run(chart, { signal: patience }));
      this.#kept.set(digest, png);
      return { kind: 'drawn', png };
    } catch (error) {
      if (patience.aborted) return BUSY;
      throw error;
    }
  }
}

/** Equal for charts that look the same: a minute is less than a pixel of a day. */
function digestOf(chart: Chart): string {
  const minute = (at: number) => Math.floor(at / MINUTE_MS);
  const { from, until, now } = chart;
  const rounded = { ...chart, from: minute(from), until: minute(until), now: minute(now) };
  return createHash('sha256').update(JSON.stringify(rounded)).digest('base64');
}
