import type { Logger } from 'pino';
import { describeError } from './log.ts';
import type { Records } from './records/records.ts';

const INTERVAL_MS = 10 * 60_000;

/** Records that have a time to live. */
interface Passing {
  /** Erases those whose time is over. */
  sweep(): Promise<void>;
}

/** Work that goes on beside everything else. */
export interface Housekeeping {
  stop(): void;
}

/** Keeps the store tidy from now on. */
export function startHousekeeping(passing: readonly Passing[], records: Records, log: Logger): Housekeeping {
  const timer = setInterval(() => {
    tidyUp(passing, records, log).catch((error: unknown) => {
      log.error({ error: describeError(error) }, 'what has had its time was not erased');
    });
  }, INTERVAL_MS);
  return { stop: () => clearInterval(timer) };
}

/** Erases what has run out, and the traces that earlier erasures may have left in the files. */
async function tidyUp(passing: readonly Passing[], records: Records, log: Logger): Promise<void> {
  if (await records.refresh())
    log.warn(
      'a backup with other names of records was restored: what was stored since then is not found any more',
    );
  for (const each of passing) await each.sweep();
  await records.storage.scrub();
}
