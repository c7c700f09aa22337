import type { Logger } from 'pino';
import { Courier, type NoticeAttempt } from './alerts/courier.ts';
import { Outbox } from './alerts/outbox.ts';
import type { Services } from './chat/command.ts';
import { Notices } from './chat/notices.ts';
import { Bookmark } from './records/bookmark.ts';
import type { Records } from './records/records.ts';
import { KeyStates } from './watch/key-states.ts';
import { type Schedule, startSchedule } from './watch/schedule.ts';
import { Sweep } from './watch/sweep.ts';
import { Watcher } from './watch/watcher.ts';

/** Keys that the sweep reads at the same time at most: those who ask themselves come first. */
const CONCURRENCY = 4;

/** The record in which the sweep notes where it has come to. */
const PROGRESS = 'sweep-progress';

/** The watch over all keys. */
export interface Watch {
  /** Does at once what it would do at its next turn. */
  tick(): Promise<void>;
  /** How far the sweep is behind the clock, in milliseconds; `undefined` where there is none. */
  lagMs(): Promise<number | undefined>;
  /** Ends it; resolves when what is under way has ended. */
  stop(): Promise<void>;
}

/**
 * Reads each registered key from time to time, and warns whoever wants to be warned.
 *
 * @param periodMs how often each key is read, in milliseconds; with 0 none is, and notices are still delivered
 * @param runs whether it has turns of its own; else it does only what it is told to
 * @param onNotice hears of each attempt to deliver a warning
 */
export function startWatch(
  services: Services,
  records: Records,
  periodMs: number,
  log: Logger,
  runs: boolean,
  onNotice?: (attempt: NoticeAttempt) => void,
): Watch {
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
    onAttempt: onNotice,
    now,
    log,
  });
  const work = async () => {
    if (periodMs > 0) await sweep.tick();
    await courier.deliverDue();
  };
  const schedule: Schedule = startSchedule(work, periodMs, log, runs);
  return {
    tick: schedule.tick,
    async lagMs() {
      const at = periodMs > 0 ? await bookmark.get() : undefined;
      return at === undefined ? undefined : Math.max(0, now() - at);
    },
    stop() {
      sweep.stop();
      return schedule.stop();
    },
  };
}
