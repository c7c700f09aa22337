import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Backlog } from '../backlog.ts';
import { describeError } from '../log.ts';
import { NO_TRACER, type Tracer } from '../tracing/tracer.ts';
import type { UserHash } from '../user-hash.ts';
import type { Chat } from './chat.ts';
import type { Choice } from './command.ts';
import type { Delivery } from './delivery.ts';
import type { DeskObserver, DeskWatchers } from './desk-watchers.ts';
import { type Answered, type Ending, endingOf, SILENCE } from './ending.ts';
import { nameOf } from './event-name.ts';
import type { Exchange, FormExchange } from './exchange.ts';
import type { Admission } from './limits.ts';
import type { Form, Reply } from './reply.ts';
import type { Request } from './request.ts';

/**
 * How long an answer may take before the platform is told that it comes, in milliseconds. One call then brings what
 * would take two, and the 3 seconds that Discord waits for the first (Discord documentation, "Receiving and
 * Responding to Interactions") are far from over.
 */
const ACKNOWLEDGE_AFTER_MS = 400;

/** What an adapter knows of an event; the desk adds the id. */
export type IncomingRequest = Omit<Request, 'id'>;

/** Where adapters bring their events: each is answered, delivered, and logged as one line. */
export class Desk {
  readonly #chat: Chat;
  readonly #backlog: Backlog;
  readonly #log: Logger;
  readonly #hash: UserHash;
  readonly #observer: DeskObserver | undefined;
  readonly #tracer: Tracer;

  /**
   * @param backlog waits while something is answered
   * @param hash what the log may know of a person
   */
  constructor(
    chat: Chat,
    backlog: Backlog,
    log: Logger,
    hash: UserHash,
    { observer, tracer = NO_TRACER }: DeskWatchers = {},
  ) {
    this.#chat = chat;
    this.#backlog = backlog;
    this.#log = log;
    this.#hash = hash;
    this.#observer = observer;
    this.#tracer = tracer;
  }

  /** Answers an event. Never rejects: what fails is logged. */
  handle(incoming: IncomingRequest, exchange: Exchange): Promise<void> {
    return this.#logged(incoming, async (request) => {
      const admission = await this.#admit(request);
      if (admission.kind !== 'admitted') return this.#hold(request, admission, exchange);
      return this.#exchange(request, exchange, () => this.#chat.answer(request));
    });
  }

  /** Shows the form of a command. Never rejects. */
  showForm(incoming: IncomingRequest, command: string, exchange: FormExchange): Promise<void> {
    return this.#logged(incoming, async (request) => {
      const admission = await this.#admit(request);
      if (admission.kind !== 'admitted') return this.#hold(request, admission, exchange);
      let form: Form | undefined;
      try {
        form = await this.#chat.form(request, command);
      } catch (error) {
        return this.#exchange(request, exchange, () => Promise.reject(error));
      }
      if (form === undefined) return this.#exchange(request, exchange, () => this.#chat.answer(request));
      return { outcome: 'form', delivery: await this.#send('show form', () => exchange.show(form)) };
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

  #admit(request: Request): Promise<Admission> {
    return this.#tracer.step({ name: 'admit' }, () => this.#chat.admit(request));
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
    const acknowledged = this.#acknowledgeUnlessSoon(exchange);
    const reply = await this.#orApology(request, answer);
    const { outcome, reason } = reply;
    const acknowledgement = await acknowledged();
    if (acknowledgement !== 'delivered') return { outcome, reason, delivery: acknowledgement };
    return { outcome, reason, delivery: await this.#send('deliver', () => exchange.deliver(reply)) };
  }

  /** @returns what is to be called with the answer at hand, and gives what became of an acknowledgement by then */
  #acknowledgeUnlessSoon({ acknowledge }: Exchange): () => Promise<Delivery> | Delivery {
    if (acknowledge === undefined) return () => 'delivered';
    let acknowledging: Promise<Delivery> | Delivery = 'delivered';
    const timer = setTimeout(() => {
      acknowledging = this.#send('acknowledge', acknowledge);
      // It is heard of with the answer.
      acknowledging.catch(() => undefined);
    }, ACKNOWLEDGE_AFTER_MS);
    return () => {
      clearTimeout(timer);
      return acknowledging;
    };
  }

  /** Renders something and brings it to the platform. */
  #send(name: string, call: () => Promise<Delivery>): Promise<Delivery> {
    return this.#tracer.step({ name, remote: true }, async (span) => {
      const delivery = await call();
      span.note({ 'talkbot.delivery': delivery });
      return delivery;
    });
  }

  async #logged(incoming: IncomingRequest, work: (request: Request) => Promise<Answered>): Promise<void> {
    const request: Request = { ...incoming, id: newRequestId() };
    const { platform, place, id } = request;
    const command = nameOf(request);
    const startedAt = performance.now();
    this.#observer?.onEvent(platform);
    const { outcome, more, level, message } = await this.#traced(request, command, () =>
      this.#backlog.urgently(() => work(request)),
    );
    const ms = performance.now() - startedAt;
    this.#observer?.onHandled({ platform, command, outcome, ms });
    const user = this.#hash(request.user);
    const line = { platform, place, command, outcome, ...more, ms: Math.round(ms), request: id, user };
    this.#log[level](line, message);
  }

  /** Does the work as a trace that can be told from others by what the log says of the event, but for the user. */
  #traced({ platform, place, id }: Request, command: string, work: () => Promise<Answered>): Promise<Ending> {
    const attributes = {
      'talkbot.platform': platform,
      'talkbot.place': place,
      'talkbot.command': command,
      'talkbot.request': id,
    };
    return this.#tracer.trace({ name: command, attributes }, async (span) => {
      const ending = await endingOf(work);
      span.note({ 'talkbot.outcome': ending.outcome });
      if (ending.level === 'error') span.fail(ending.outcome);
      return ending;
    });
  }

  async #orApology(request: Request, answer: () => Promise<Reply>): Promise<Reply> {
    try {
      return await this.#tracer.step({ name: 'answer' }, answer);
    } catch (error) {
      this.#log.error({ request: request.id, error: describeError(error) }, 'answering failed');
      return this.#chat.apology(request, error);
    }
  }
}

/** 12 digits of chance, of which Node keeps a supply for these alone. */
function newRequestId(): string {
  return randomUUID().slice(-12);
}
