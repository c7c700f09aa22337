import { Counter, type Registry } from 'prom-client';
import type { NoticeAttempt } from '../alerts/courier.ts';

/** Counts what becomes of warnings. */
export function noticeMetrics(registry: Registry): (attempt: NoticeAttempt) => void {
  const attempts = new Counter({
    name: 'talkbot_notices_total',
    help: 'Attempts to deliver a warning, by outcome.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  // The first of each kind can be seen as an increase only where there was a zero before.
  for (const outcome of ['delivered', 'blocked', 'gone', 'unknown', 'given-up', 'failed'])
    attempts.inc({ outcome }, 0);
  return (outcome) => attempts.inc({ outcome });
}
