import type { Logger } from 'pino';
import { Courier, type NoticeAttempt } from './alerts/courier.ts';
import { Outbox } from './alerts/outbox.ts';
import { atMost } from './at-most.ts';
import type { Services } from './chat/command.ts';
import { Notices } from './chat/notices.ts';
import { Bookmark } from './records/bookmark.ts';
import type { Records } from './records/records.ts';
import { whileHolding } from './storage/holding.ts';
import type { SharedStore } from './storage/shared-store.ts';
import type { Jobs } from './watch/jobs.ts';
import { KeyStates } from './watch/key-states.ts';
import { type Schedule, startSchedule } from './watch/schedule.ts';
import { Sweep } from './watch/sweep.ts';
import { Watcher } from './watch/watcher.ts';

/** Keys that the sweep reads at the same time at most: those who ask themselves come first. */
const CONCURRENCY = 4;

/** The record in which the sweep notes where it has come to. */
const PROGRESS = 'sweep-progress';

/** What the process has whose turn it is. */
const TURN = 'watch';

/** The watch over all keys. */
export interface Watch {
  /** Does at once what it would do at its next turn. */
  tick(): Promise<void>;
  /** How far the sweep is behind the clock, in milliseconds; `undefined` where there is none. */
  lagMs(): Promise<number | undefined>;
  /** Ends it; resolves when what is under way has ended, or after `graceMs` milliseconds. */
  stop(graceMs: number): Promise<void>;
}

/** What it stands on. */
export interface WatchFoundation extends SharedStore {
  readonly services: Services;
  readonly records: Records;
  readonly log: Logger;
}

export interface WatchOptions {
  /** How often each key is read, in milliseconds; with 0 none is, and notices are still delivered. */
  readonly periodMs: number;
  /** Whether it has turns of its own; else it does only what it is told to. */
  readonly runs: boolean;
  /** A Redis whose processes share the work by jobs; without it one process at a time does it all. */
  readonly redisUrl: string | undefined;
  /** Hears of each attempt to deliver a warning. */
  readonly onNotice: ((attempt: NoticeAttempt) => void) | undefined;
}

/** Reads each registered key from time to time, and warns whoever wants to be warned. */
export async function startWatch(
  { services, records, log, ...shared }: WatchFoundation,
  { periodMs, runs, redisUrl, onNotice }: WatchOptions,
): Promise<Watch> {
  const { now, vault } = services;
  const outbox = new Outbox(records);
  const notices = new Notices(services);
  const watcher = new Watcher({
    ...services,
    records,
    states: new KeyStates(records),
    books: services.alerts,
    outbox,
    tellAt: (user, isUrgent) => notices.tellAt(user, isUrgent),
    periodMs,
  });
  const bookmark = new Bookmark(records, PROGRESS);
  const sweep = new Sweep({
    vault,
    bookmark,
    check: (account, key) => watcher.check(account, key),
    periodMs,
    concurrency: CONCURRENCY,
    now,
  });
  const courier = new Courier({
    outbox,
    send: (owner, notice) => notices.send(owner, notice),
    isReachable: (to) => notices.isReachable(to),
    onBlocked: (to) => notices.noteBlocked(to),
    unlessInHand: (id, task) => whileHolding(shared, `notice:${id}`, task),
    onAttempt: onNotice,
    now,
    log,
  });
  const deliver = () => courier.deliverDue();
  const turn = async () => {
    if (periodMs > 0) await sweep.tick();
    await deliver();
  };
  let jobs: Jobs | undefined;
  if (runs && redisUrl !== undefined) {
    // BullMQ is loaded only where there is a Redis.
    const { startJobs } = await import('./watch/jobs.ts');
    jobs = await startJobs(redisUrl, { sweep: periodMs > 0 ? sweep : undefined, deliver, periodMs }, log);
  }
  const work = async () => {
    await whileHolding(shared, TURN, turn);
  };
  const schedule: Schedule = startSchedule(work, periodMs, log, runs && jobs === undefined);
  return {
    tick: schedule.tick,
    async lagMs() {
      const at = periodMs > 0 ? await bookmark.get() : undefined;
      return at === undefined ? undefined : Math.max(0, now() - at);
    },
    async stop(graceMs) {
      sweep.stop();
      await Promise.all([atMost(graceMs, schedule.stop(), undefined), jobs?.stop(graceMs)]);
    },
  };
}
