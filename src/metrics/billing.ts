import { Histogram, type Registry } from 'prom-client';
import type { Around } from '../around.ts';
import { type LookUp, outcomeOf } from '../balance/outcome.ts';
import { timed } from './timed.ts';

/** In seconds. */
const BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];

/** Times the calls to the billing API. */
export function billingMetrics(registry: Registry): Around<LookUp> {
  const duration = new Histogram({
    name: 'talkbot_billing_call_duration_seconds',
    help: 'Time of calls to the billing API, attempts after a failure included, by outcome. Calls that were held back are not in it.',
    labelNames: ['outcome'],
    buckets: BUCKETS,
    registers: [registry],
  });
  return (call) =>
    timed(call, (seconds, end) =>
      duration.observe({ outcome: 'result' in end ? outcomeOf(end.result) : 'exception' }, seconds),
    );
}
