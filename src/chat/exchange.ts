import type { Delivery } from './delivery.ts';
import type { Form, Reply } from './reply.ts';

/** How an answer gets back to the platform. Rejects only for what is not expected of the platform. */
export interface Exchange {
  /** Tells the platform that an answer is coming, when it does not come soon. Runs beside the answering. */
  readonly acknowledge?: () => Promise<Delivery>;
  /** Is not called where an acknowledgement was not delivered. */
  deliver(reply: Reply): Promise<Delivery>;
}

/** How a form, or where there can be none an answer, gets to the platform. */
export interface FormExchange extends Exchange {
  show(form: Form): Promise<Delivery>;
}
