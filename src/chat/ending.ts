import { describeError } from '../log.ts';
import type { Delivery } from './delivery.ts';
import type { Reply } from './reply.ts';

/** Nothing is said, and nothing acknowledged. */
export const SILENCE = 'silence';

/** What came of the work on an event. */
export type Answered = Pick<Reply, 'outcome' | 'reason'> & {
  /** Without it, there was nothing to deliver. */
  readonly delivery?: Delivery;
};

/** How an event ended, as the log tells it. */
export interface Ending {
  readonly level: 'error' | 'warn' | 'info' | 'debug';
  readonly outcome: string;
  readonly more: object;
  readonly message: string;
}

/** Answers that somebody other than the user has to mend the cause of. */
const FOR_THE_OPERATOR: ReadonlySet<string> = new Set(['unreadable-key', 'store-failed', 'internal-error']);

/** Does the work, and tells how it ended. Never rejects. */
export async function endingOf(work: () => Promise<Answered>): Promise<Ending> {
  try {
    const { outcome, reason, delivery = 'delivered' } = await work();
    if (delivery !== 'delivered')
      return { level: 'warn', outcome: delivery, more: { answer: outcome }, message: 'not delivered' };
    const more = reason === undefined ? {} : { reason };
    return { level: levelOf(outcome), outcome, more, message: 'answered' };
  } catch (error) {
    const more = { error: describeError(error) };
    return { level: 'error', outcome: 'undelivered', more, message: 'not answered' };
  }
}

/** A flood must not fill the log either. */
function levelOf(outcome: string): 'error' | 'info' | 'debug' {
  if (outcome === SILENCE) return 'debug';
  return FOR_THE_OPERATOR.has(outcome) ? 'error' : 'info';
}
