import type { Logger } from 'pino';
import type { Around } from './around.ts';
import { BillingApi } from './balance/billing-api.ts';
import { Bulkhead, type Load } from './balance/bulkhead.ts';
import { type BreakerState, CircuitBreaker } from './balance/circuit-breaker.ts';
import type { LookUp } from './balance/outcome.ts';
import type { BalanceProvider } from './balance/provider.ts';
import type { Config } from './config.ts';
import { connectorThrough } from './proxy/connector.ts';
import { Route } from './proxy/route.ts';

/** When calls to the billing API are paused, and for how long; times in milliseconds. */
const OUTAGES_IN_A_ROW = 5;
const PAUSE_MS = 10_000;
const MAX_PAUSE_MS = 60_000;

/** How many times as many calls may wait as may be under way, and for how long at most, in milliseconds. */
const QUEUE_PER_SLOT = 8;
const MAX_WAIT_FOR_SLOT_MS = 2_000;

/** How the calls to the billing API fare at the moment. */
export interface BillingStatus extends Load {
  readonly breaker: BreakerState;
}

/** The billing API, which tells how its calls fare. */
export interface Billing extends BalanceProvider {
  status(): BillingStatus;
}

/**
 * The billing API behind its safeguards. The circuit breaker is the inner one: an outage then empties the
 * queue for a slot, because whoever's turn it is gets an answer at once.
 *
 * @param around may look at each call that is made
 */
export function billingProvider(
  { url, proxy, deadlineMs, concurrency }: Config['billing'],
  log: Logger,
  now: () => number,
  around: Around<LookUp> = (call) => call(),
): Billing {
  const connectTimeoutMs = Math.min(3_000, deadlineMs);
  const api = new BillingApi({
    url,
    deadlineMs,
    connectTimeoutMs,
    headersTimeoutMs: Math.min(6_000, deadlineMs),
    bodyTimeoutMs: Math.min(3_000, deadlineMs),
    retryDelayMs: 150,
    connections: concurrency,
    ...(proxy && {
      connect: connectorThrough(new Route(proxy, connectTimeoutMs, log), { timeout: connectTimeoutMs }),
    }),
    now,
  });
  const observed: BalanceProvider = {
    lookUp: (key) => around(() => api.lookUp(key)),
    close: () => api.close(),
  };
  const breaker = new CircuitBreaker(observed, {
    failures: OUTAGES_IN_A_ROW,
    pauseMs: Math.max(PAUSE_MS, deadlineMs),
    maxPauseMs: MAX_PAUSE_MS,
    onPause: ({ reason, detail }) =>
      log.warn({ reason, detail }, 'the billing API is failing; calls are paused'),
    onResume: () => log.info('the billing API answers again'),
  });
  const bulkhead = new Bulkhead(breaker, {
    concurrency,
    queue: concurrency * QUEUE_PER_SLOT,
    maxWaitMs: Math.min(MAX_WAIT_FOR_SLOT_MS, deadlineMs),
  });
  return {
    lookUp: (key) => bulkhead.lookUp(key),
    close: () => bulkhead.close(),
    status: () => ({ breaker: breaker.state, ...bulkhead.load }),
  };
}
