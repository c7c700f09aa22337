import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import type { Backlog } from '../backlog.ts';
import type { Platform } from '../identity.ts';
import { describeError } from '../log.ts';
import { hashOf } from '../user-hash.ts';
import type { Chat } from './chat.ts';
import type { Choice } from './command.ts';
import type { Delivery } from './delivery.ts';
import { nameOf } from './event-name.ts';
import type { Admission } from './limits.ts';
import type { Form, Reply } from './reply.ts';
import type { Request } from './request.ts';

/** Nothing is said, and nothing acknowledged. */
const SILENCE = 'silence';

/** What an adapter knows of an event; the desk adds the id. */
export type IncomingRequest = Omit<Request, 'id'>;

/** How an answer gets back to the platform. Rejects only for what is not expected of the platform. */
export interface Exchange {
  /** Tells the platform at once that an answer is coming. Runs beside the answering. */
  acknowledge?(): Promise<Delivery>;
  /** Is not called where the acknowledgement was not delivered. */
  deliver(reply: Reply): Promise<Delivery>;
}

/** How a form, or where there can be none an answer, gets to the platform. */
export interface FormExchange extends Exchange {
  show(form: Form): Promise<Delivery>;
}

type Answered = Pick<Reply, 'outcome' | 'reason'> & {
  /** Without it, there was nothing to deliver. */
  readonly delivery?: Delivery;
};

/** An event that was dealt with, for the log. */
interface Ending {
  readonly level: 'error' | 'warn' | 'info' | 'debug';
  readonly outcome: string;
  readonly more: object;
  readonly message: string;
}

/** An event that was dealt with, as the log names it. */
export interface Handled {
  readonly platform: Platform;
  readonly command: string;
  readonly outcome: string;
  /** How long it took, in milliseconds. */
  readonly ms: number;
}

/** Hears of each event when it comes, and when it was dealt with. */
export interface DeskObserver {
  readonly onEvent: (platform: Platform) => void;
  readonly onHandled: (handled: Handled) => void;
}

/** Answers that somebody other than the user has to mend the cause of. */
const FOR_THE_OPERATOR: ReadonlySet<string> = new Set(['unreadable-key', 'store-failed', 'internal-error']);

/** Where adapters bring their events: each is answered, delivered, and logged as one line. */
export class Desk {
  readonly #chat: Chat;
  readonly #backlog: Backlog;
  readonly #log: Logger;
  readonly #userHashKey: Buffer;
  readonly #observer: DeskObserver | undefined;

  /**
   * @param backlog waits while something is answered
   * @param userHashKey keeps the user hashes of the log from being reversed by trying all ids
   */
  constructor(chat: Chat, backlog: Backlog, log: Logger, userHashKey: Buffer, observer?: DeskObserver) {
    this.#chat = chat;
    this.#backlog = backlog;
    this.#log = log;
    this.#userHashKey = userHashKey;
    this.#observer = observer;
  }

  /** Answers an event. Never rejects: what fails is logged. */
  handle(incoming: IncomingRequest, exchange: Exchange): Promise<void> {
    return this.#logged(incoming, async (request) => {
      const admission = await this.#chat.admit(request);
      if (admission.kind !== 'admitted') return this.#hold(request, admission, exchange);
      return this.#exchange(request, exchange, () => this.#chat.answer(request));
    });
  }

  /** Shows the form of a command. Never rejects. */
  showForm(incoming: IncomingRequest, command: string, exchange: FormExchange): Promise<void> {
    return this.#logged(incoming, async (request) => {
      const admission = await this.#chat.admit(request);
      if (admission.kind !== 'admitted') return this.#hold(request, admission, exchange);
      let form: Form | undefined;
      try {
        form = await this.#chat.form(request, command);
      } catch (error) {
        return this.#exchange(request, exchange, () => Promise.reject(error));
      }
      if (form === undefined) return this.#exchange(request, exchange, () => this.#chat.answer(request));
      return { outcome: 'form', delivery: await exchange.show(form) };
    });
  }

  /** Completes what somebody types. Never rejects, and is no event for the log: it comes with every letter. */
  async suggest(
    incoming: IncomingRequest,
    command: string,
    option: string,
    typed: string,
  ): Promise<readonly Choice[]> {
    const request: Request = { ...incoming, id: newRequestId() };
    try {
      return await this.#chat.suggest(request, command, option, typed);
    } catch (error) {
      this.#log.warn({ request: request.id, error: describeError(error) }, 'nothing could be suggested');
      return [];
    }
  }

  /** Somebody who asks too much is told once, and then not even that the bot has heard. */
  async #hold(
    request: Request,
    admission: Exclude<Admission, { kind: 'admitted' }>,
    exchange: Exchange,
  ): Promise<Answered> {
    const { budget } = admission;
    if (admission.kind === 'silence') return { outcome: SILENCE, reason: budget };
    return this.#exchange(request, exchange, () =>
      this.#chat.slowDown(request, budget, admission.waitSeconds),
    );
  }

  async #exchange(request: Request, exchange: Exchange, answer: () => Promise<Reply>): Promise<Answered> {
    const [reply, announced = 'delivered'] = await Promise.all([
      this.#orApology(request, answer),
      exchange.acknowledge?.(),
    ]);
    const delivery = announced === 'delivered' ? await exchange.deliver(reply) : announced;
    return { ...reply, delivery };
  }

  async #logged(incoming: IncomingRequest, work: (request: Request) => Promise<Answered>): Promise<void> {
    const request: Request = { ...incoming, id: newRequestId() };
    const { platform, place, id } = request;
    const command = nameOf(request);
    const startedAt = performance.now();
    this.#observer?.onEvent(platform);
    const { outcome, more, level, message } = await endOf(() => this.#backlog.urgently(() => work(request)));
    const ms = performance.now() - startedAt;
    this.#observer?.onHandled({ platform, command, outcome, ms });
    const user = hashOf(this.#userHashKey, request.user);
    const line = { platform, place, command, outcome, ...more, ms: Math.round(ms), request: id, user };
    this.#log[level](line, message);
  }

  async #orApology(request: Request, answer: () => Promise<Reply>): Promise<Reply> {
    try {
      return await answer();
    } catch (error) {
      this.#log.error({ request: request.id, error: describeError(error) }, 'answering failed');
      return this.#chat.apology(request, error);
    }
  }
}

function newRequestId(): string {
  return randomBytes(6).toString('hex');
}

/** What came of the work on an event. */
async function endOf(work: () => Promise<Answered>): Promise<Ending> {
  try {
    const { outcome, reason, delivery = 'delivered' } = await work();
    return delivery === 'delivered'
      ? {
          level: levelOf(outcome),
          outcome,
          more: reason === undefined ? {} : { reason },
          message: 'answered',
        }
      : { level: 'warn', outcome: delivery, more: { answer: outcome }, message: 'not delivered' };
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
