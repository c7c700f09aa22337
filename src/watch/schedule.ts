import { Cron } from 'croner';
import type { Logger } from 'pino';
import { describeError } from '../log.ts';

/** So many ticks go into one round of the sweep, within the bounds below, in seconds. */
const TICKS_A_ROUND = 60;
const SHORTEST_TICK_SECONDS = 1;
const LONGEST_TICK_SECONDS = 60;

/** Work that is done again and again, never twice at the same time. */
export interface Schedule {
  /** Does it now, after what is under way. */
  tick(): Promise<void>;
  /** Does it no more; resolves when what is under way has ended. */
  stop(): Promise<void>;
}

/** How long a tick lasts, in seconds. @param periodMs once round, in milliseconds; 0 for no sweep */
export function tickSeconds(periodMs: number): number {
  const seconds = periodMs === 0 ? LONGEST_TICK_SECONDS : Math.round(periodMs / 1000 / TICKS_A_ROUND);
  return Math.min(Math.max(seconds, SHORTEST_TICK_SECONDS), LONGEST_TICK_SECONDS);
}

/** Runs `work` about sixty times in `periodMs`, at least once a minute and at most once a second; with 0 once a minute. */
export function startSchedule(
  work: () => Promise<void>,
  periodMs: number,
  log: Logger,
  runs = true,
): Schedule {
  let underWay: Promise<void> = Promise.resolve();
  const tick = (): Promise<void> => {
    underWay = underWay.then(work).catch((error: unknown) => {
      log.error(
        { error: describeError(error) },
        'the watch over the keys failed; it goes on at its next turn',
      );
    });
    return underWay;
  };
  const interval = tickSeconds(periodMs);
  const cron = new Cron('* * * * * *', { interval, protect: true, paused: !runs }, tick);
  return {
    tick,
    async stop() {
      cron.stop();
      await underWay;
    },
  };
}
