import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { describeError } from '../log.ts';
import { hashOf } from '../user-hash.ts';
import { FORM_PRESS, parseButtonId } from './button-id.ts';
import type { Chat } from './chat.ts';
import type { Choice } from './command.ts';
import { findCommand } from './commands/index.ts';
import type { Delivery } from './delivery.ts';
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
    const startedAt = performance.now();
    const line = (outcome: object) => ({
      platform: request.platform,
      place: request.place,
      command: nameOf(request),
      ...outcome,
      ms: Math.round(performance.now() - startedAt),
      request: request.id,
      user: hashOf(this.#userHashKey, request.user),
    });
    try {
      const { outcome, reason, delivery = 'delivered' } = await work(request);
      if (delivery === 'delivered') {
        const answer = { outcome, ...(reason !== undefined && { reason }) };
        this.#log[levelOf(outcome)](line(answer), 'answered');
      } else {
        this.#log.warn(line({ outcome: delivery, answer: outcome }), 'not delivered');
      }
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
}

function newRequestId(): string {
  return randomBytes(6).toString('hex');
}

/** A flood must not fill the log either. */
function levelOf(outcome: string): 'error' | 'info' | 'debug' {
  if (outcome === SILENCE) return 'debug';
  return FOR_THE_OPERATOR.has(outcome) ? 'error' : 'info';
}

/** What was asked for, by this bot's own names: nothing that was sent to it gets into the log. */
function nameOf({ event, user }: Request): string {
  if (event.kind === 'command') return findCommand(event.name)?.name ?? '?';
  if (event.kind !== 'press') return event.kind;
  const parsed = parseButtonId(user, event.buttonId);
  if (parsed.kind !== 'action') return `${parsed.kind} button`;
  const { command: name, press } = parsed.action;
  const command = findCommand(name);
  const isKnown = command && (press === FORM_PRESS || Object.hasOwn(command.presses ?? {}, press));
  return isKnown ? `${name} (${press})` : 'unknown button';
}
