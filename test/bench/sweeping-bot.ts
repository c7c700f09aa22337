import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type * as Application from '../../src/app.ts';
import type * as Configuration from '../../src/config.ts';
import type * as Logging from '../../src/log.ts';
import type { Environment } from './bot.ts';
import { serve } from './part.ts';

const DIST = pathToFileURL(fileURLToPath(new URL('../../dist/', import.meta.url)));

const { startApp }: typeof Application = await import(new URL('app.js', DIST).href);
const { parseConfig }: typeof Configuration = await import(new URL('config.js', DIST).href);
const { createLog }: typeof Logging = await import(new URL('log.js', DIST).href);

/** As long as each key is read once, in milliseconds. */
const ROUND_MS = 3_600_000;

let aheadMs = 0;
const now = () => Date.now() + aheadMs;
let app: Application.App | undefined;

const handlers = {
  /** Starts the compiled bot in this process, with a clock that can run ahead. */
  async start(env: Environment): Promise<void> {
    const config = parseConfig({ ...env, WATCH_INTERVAL: '1h', LOG_LEVEL: 'warn' });
    app = await startApp(config, createLog({ level: config.logLevel, secrets: config.secrets }), {
      now,
      runs: false,
    });
    // Where a store was never swept, the round begins here.
    await app.watch();
  },

  /**
   * Lets that part of a round pass, and sweeps all keys whose turn it is.
   *
   * @returns how long that took, and the 99th percentile of the event loop's delay meanwhile, in milliseconds
   */
  async sweep(part: number): Promise<{ ms: number; delayP99: number }> {
    aheadMs += ROUND_MS * part;
    const delays = monitorEventLoopDelay({ resolution: 1 });
    delays.enable();
    const from = performance.now();
    await app?.watch();
    const ms = performance.now() - from;
    delays.disable();
    return { ms, delayP99: delays.percentile(99) / 1e6 };
  },

  async stop(): Promise<void> {
    await app?.stop();
  },
};

export type SweepingBot = typeof handlers;

serve(handlers);
