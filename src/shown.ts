import { Outbox } from './alerts/outbox.ts';
import type { Billing } from './billing.ts';
import type { Services } from './chat/command.ts';
import type { Metrics } from './metrics/metrics.ts';
import { PeriodicCount } from './metrics/periodic-count.ts';
import type { Readiness } from './readiness.ts';
import type { Records } from './records/records.ts';
import { unlessStoreFails } from './storage/storage-error.ts';
import type { Watch } from './watching.ts';

/**
 * How often registered keys are counted at most, in milliseconds. They are counted by walking over the accounts,
 * when the metrics are asked for: so it is right on every replica, from the start on, whoever reads the keys in
 * the background, and costs nothing where nobody asks. It opens every account, which takes seconds for a million.
 */
const KEYS_PAUSE_MS = 10 * 60_000;

/** How often waiting warnings are counted at most, in milliseconds. There are few, unless a platform is away. */
const NOTICES_PAUSE_MS = 60_000;

/** What shows how it stands. */
export interface Shown {
  readonly readiness: Readiness;
  readonly billing: Billing;
  readonly watch: Watch;
  readonly services: Services;
  readonly records: Records;
  /** Ends counts that are under way. */
  readonly stopping: AbortSignal;
}

/** Lets the metrics tell how the parts of the process stand. */
export function show(
  metrics: Metrics,
  { readiness, billing, watch, services, records, stopping }: Shown,
): void {
  const { vault, now } = services;
  const outbox = new Outbox(records);
  const keys = new PeriodicCount({
    count: () => sumOf(vault.pages({}), (account) => account.keys.length, stopping),
    pauseMs: KEYS_PAUSE_MS,
    now,
  });
  const notices = new PeriodicCount({
    count: () => sumOf(outbox.pages(), (pending) => pending.notices.length, stopping),
    pauseMs: NOTICES_PAUSE_MS,
    now,
  });
  metrics.show({
    standing: () => readiness.standing(),
    billing: () => billing.status(),
    sweepLagMs: () => unlessStoreFails(watch.lagMs()),
    keys: () => keys.read(),
    notices: () => notices.read(),
  });
}

/** Adds up over a walk; `undefined` where the store fails, or the process ends. */
function sumOf<Value>(
  pages: AsyncIterable<readonly Value[]>,
  countOf: (value: Value) => number,
  stopping: AbortSignal,
): Promise<number | undefined> {
  const walk = async () => {
    let sum = 0;
    for await (const page of pages) {
      if (stopping.aborted) return undefined;
      for (const value of page) sum += countOf(value);
    }
    return sum;
  };
  return unlessStoreFails(walk());
}
