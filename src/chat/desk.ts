import { createHmac, randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { describeError } from '../log.ts';
import { parseButtonId } from './button-id.ts';
import type { Chat } from './chat.ts';
import type { Admission } from './limits.ts';
import type { Form, Reply } from './reply.ts';
import type { Request } from './request.ts';

/** Nothing is said, and nothing acknowledged. */
const SILENCE = 'silence';

/** What an adapter knows of an event; the desk adds the id. */
export type IncomingRequest = Omit<Request, 'id'>;

/** How an answer gets back to the platform. */
export interface Exchange {
  /** Tells the platform at once that an answer is coming. Runs beside the answering. */
  acknowledge?(): Promise<unknown>;
  deliver(reply: Reply): Promise<unknown>;
}

/** How a form, or where there can be none an answer, gets to the platform. */
export interface FormExchange extends Exchange {
  show(form: Form): Promise<unknown>;
}

type LoggedOutcome = Pick<Reply, 'outcome' | 'reason'>;

/** Answers that somebody other than the user has to mend the cause of. */
const FOR_THE_OPERATOR: ReadonlySet<string> = new Set(['unreadable-key', 'store-failed', 'internal-error']);

/** Where adapters bring their events: each is answered, delivered, and logged as one line. */
export class Desk {
  readonly #chat: Chat;
  readonly #log: Logger;
  readonly #userHashKey: Buffer;

  /** @param userHashKey keeps the user hashes of the log from being reversed by trying all ids */
  constructor(chat: Chat, log: Logger, userHashKey: Buffer) {
    this.#chat = chat;
    this.#log = log;
    this.#userHashKey = userHashKey;
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
      await exchange.show(await this.#chat.form(request, command));
      return { outcome: 'form' };
    });
  }

  /** Somebody who asks too much is told once, and then not even that the bot has heard. */
  async #hold(
    request: Request,
    admission: Exclude<Admission, { kind: 'admitted' }>,
    exchange: Exchange,
  ): Promise<LoggedOutcome> {
    const { budget } = admission;
    if (admission.kind === 'silence') return { outcome: SILENCE, reason: budget };
    return this.#exchange(request, exchange, () =>
      this.#chat.slowDown(request, budget, admission.waitSeconds),
    );
  }

  async #exchange(
    request: Request,
    exchange: Exchange,
    answer: () => Promise<Reply>,
  ): Promise<LoggedOutcome> {
    const [reply] = await Promise.all([this.#orApology(request, answer), exchange.acknowledge?.()]);
    await exchange.deliver(reply);
    return reply;
  }

  async #logged(
    incoming: IncomingRequest,
    work: (request: Request) => Promise<LoggedOutcome>,
  ): Promise<void> {
    const request: Request = { ...incoming, id: randomBytes(6).toString('hex') };
    const startedAt = performance.now();
    const line = ({ outcome, reason }: LoggedOutcome) => ({
      platform: request.platform,
      place: request.place,
      command: nameOf(request),
      outcome,
      ...(reason !== undefined && { reason }),
      ms: Math.round(performance.now() - startedAt),
      request: request.id,
      user: this.#hash(request.user),
    });
    try {
      const outcome = await work(request);
      const level = levelOf(outcome.outcome);
      this.#log[level](line(outcome), 'answered');
    } catch (error) {
      this.#log.error({ ...line({ outcome: 'undelivered' }), error: describeError(error) }, 'not answered');
    }
  }

  async #orApology(request: Request, answer: () => Promise<Reply>): Promise<Reply> {
    try {
      return await answer();
    } catch (error) {
      this.#log.error({ request: request.id, error: describeError(error) }, 'answering failed');
      return this.#chat.apology(request, error);
    }
  }

  #hash(user: string): string {
    return createHmac('sha256', this.#userHashKey).update(user).digest('hex').slice(0, 12);
  }
}

/** A flood must not fill the log either. */
function levelOf(outcome: string): 'error' | 'info' | 'debug' {
  if (outcome === SILENCE) return 'debug';
  return FOR_THE_OPERATOR.has(outcome) ? 'error' : 'info';
}

function nameOf({ event, user }: Request): string {
  if (event.kind === 'command') return event.name;
  if (event.kind !== 'press') return event.kind;
  const parsed = parseButtonId(user, event.buttonId);
  return parsed.kind === 'action'
    ? `${parsed.action.command} (${parsed.action.press})`
    : `${parsed.kind} button`;
}
