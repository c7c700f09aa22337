import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Bot, webhookCallback } from 'grammy';
import type { Update } from 'grammy/types';
import type { Logger } from 'pino';
import type { Routes } from '../../http/server.ts';
import type { UpdateSource } from '../update-source.ts';
import type { UpdateClaims } from './claims.ts';
import type { WebhookOptions } from './options.ts';
import { registerWebhook } from './registration.ts';
import { readUpdate, secretCheck } from './request.ts';

/**
 * How long a delivery waits for its update to be handled, in milliseconds: longer than a reply takes that waits for
 * the billing API as long as it does by default, and shorter than Telegram and what may stand before the bot wait
 * (50 seconds, as tdlib/telegram-bot-api has it; load balancers often 30).
 */
const ANSWER_WITHIN_MS = 20_000;

/** In seconds. Telegram heeds it, and otherwise doubles its pauses up to minutes. */
const RETRY_AFTER = '1';

/** What is answered, by HTTP status. */
const REFUSALS = { 'too-large': 413, malformed: 400, 'broken-off': 400 } as const;

/**
 * Updates that Telegram delivers by HTTP, to any of the processes on one store.
 *
 * A delivery is answered with 200 when its update is handled, and not before: Telegram then forgets the update, and
 * a process that died with it in hand would have lost it. Where handling takes too long it is answered with 503 and
 * the handling goes on; Telegram delivers the update again, which is answered with 503 as long as the update is in
 * hand, here or elsewhere, and with 200 once it is done. So nothing is lost, and nothing handled twice.
 */
export class Webhook implements UpdateSource {
  readonly routes: Routes;
  readonly #bot: Bot;
  readonly #options: WebhookOptions;
  readonly #claims: UpdateClaims;
  readonly #log: Logger;
  readonly #hasSecret: (request: IncomingMessage) => boolean;
  readonly #handle: (update: Update, response: ServerResponse) => Promise<void>;
  #open = false;

  constructor(
    bot: Bot,
    options: WebhookOptions,
    claims: UpdateClaims,
    log: Logger,
    answerWithinMs = ANSWER_WITHIN_MS,
  ) {
    this.#bot = bot;
    this.#options = options;
    this.#claims = claims;
    this.#log = log;
    this.#hasSecret = secretCheck(options.secret);
    this.routes = {
      [`POST ${options.url.pathname}`]: (request, response) => this.#receive(request, response),
    };
    this.#handle = webhookCallback(bot, intoGrammy, {
      timeoutMilliseconds: answerWithinMs,
      onTimeout: (_update: Update, response: ServerResponse) => comeAgain(response),
    });
  }

  async open(): Promise<void> {
    await registerWebhook(this.#bot.api, this.#options, this.#log);
    this.#open = true;
  }

  isOpen(): boolean {
    return this.#open;
  }

  async once(updateId: number, handle: () => Promise<void>): Promise<void> {
    try {
      await handle();
    } finally {
      await this.#claims.finish(updateId);
    }
  }

  /** The webhook stays: other processes serve it, and to none Telegram delivers later. */
  async close(): Promise<void> {
    this.#open = false;
  }

  /** Everything that was handled was answered so. */
  async settle(): Promise<void> {}

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!this.#hasSecret(request)) return refuse(response, 401);
    if (!this.#open) return comeAgain(response);
    const delivered = await readUpdate(request);
    if (delivered.kind !== 'update') return refuse(response, REFUSALS[delivered.kind]);
    const { update } = delivered;
    const claim = await this.#claims.claim(update.update_id);
    if (claim === 'in-hand') return comeAgain(response);
    if (claim === 'done') {
      this.#log.info({ update: update.update_id }, 'passed over an update that came again');
      return confirm(response);
    }
    if (this.#open) return this.#handle(update, response);
    await this.#claims.drop(update.update_id);
    comeAgain(response);
  }
}

/** An update on its way into grammY; `end` is called also after a timeout, which has been answered by then. */
function intoGrammy(update: Update, response: ServerResponse) {
  return {
    update,
    end: () => confirm(response),
    respond: (json: string) => response.writeHead(200, { 'content-type': 'application/json' }).end(json),
    unauthorized: () => refuse(response, 401),
    handlerReturn: undefined,
  };
}

function confirm(response: ServerResponse): void {
  if (!response.headersSent) response.writeHead(200).end();
}

function comeAgain(response: ServerResponse): void {
  response.writeHead(503, { 'retry-after': RETRY_AFTER }).end();
}

/** What is left of the body is not read. */
function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { connection: 'close' }).end();
}
