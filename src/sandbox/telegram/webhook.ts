import { setTimeout as delay } from 'node:timers/promises';
import type { Update } from 'grammy/types';
import { Pool } from 'undici';
import { codeOf } from '../../error-code.ts';
import type { Journal } from '../journal.ts';
import type { UpdateQueue } from './updates.ts';

/** What setWebhook was given. */
export interface WebhookSettings {
  readonly url: URL;
  /** '' for none. */
  readonly secretToken: string;
  /** 1 to 100. */
  readonly maxConnections: number;
}

/** One try to deliver an update, once it has come to an end. */
export interface WebhookDelivery {
  readonly updateId: number;
  /** 1 for the first. */
  readonly attempt: number;
  /** The HTTP status, or why there is none. */
  readonly outcome: number | string;
}

interface Fault {
  /** Seconds since 1970. */
  readonly date: number;
  readonly message: string;
}

/** As long as tdlib/telegram-bot-api waits for an answer, in milliseconds. */
const ANSWER_WITHIN_MS = 50_000;

/**
 * Pauses before another try, in milliseconds. The first is none and later ones double, as those of
 * tdlib/telegram-bot-api do, but that begins at two seconds and goes on to minutes.
 */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 1_000;

/**
 * Delivers updates by POST to the URL of the bot, each again and again until it is answered with 2xx.
 *
 * Updates of one chat go out side by side, which the documentation allows and tdlib/telegram-bot-api does not do. A
 * method in the body of an answer is not carried out. To another machine nothing is delivered.
 */
export class Webhook {
  readonly #queue: UpdateQueue;
  readonly #deliveries: Journal<WebhookDelivery>;
  readonly #time: () => number;
  #settings: WebhookSettings | undefined;
  #pool: Pool | undefined;
  #removed = new AbortController();
  #fault: Fault | undefined;

  /** @param time seconds since 1970 */
  constructor(queue: UpdateQueue, deliveries: Journal<WebhookDelivery>, time: () => number) {
    this.#queue = queue;
    this.#deliveries = deliveries;
    this.#time = time;
    queue.subscribe((update) => this.#begin(update));
  }

  get settings(): WebhookSettings | undefined {
    return this.#settings;
  }

  /** The most recent failure to deliver. */
  get fault(): Fault | undefined {
    return this.#fault;
  }

  /** Delivers there from now on, also what waits already. The same settings again change nothing. */
  set(settings: WebhookSettings): void {
    if (JSON.stringify(settings) === JSON.stringify(this.#settings)) return;
    this.remove();
    this.#settings = settings;
    this.#removed = new AbortController();
    if (isLoopback(settings.url))
      this.#pool = new Pool(settings.url.origin, {
        connections: settings.maxConnections,
        headersTimeout: ANSWER_WITHIN_MS,
      });
    for (const update of this.#queue.waiting) this.#begin(update);
  }

  /** Delivers no more. What was not delivered stays in the queue. */
  remove(): void {
    this.#removed.abort();
    this.#pool?.destroy();
    this.#pool = undefined;
    this.#settings = undefined;
    this.#fault = undefined;
  }

  #begin(update: Update): void {
    const [settings, pool] = [this.#settings, this.#pool];
    if (settings !== undefined && pool !== undefined)
      this.#deliver(update, settings, pool, this.#removed.signal);
  }

  async #deliver(update: Update, settings: WebhookSettings, pool: Pool, removed: AbortSignal): Promise<void> {
    // Until it is delivered or dropped.
    for (let attempt = 1; this.#queue.waiting.includes(update); attempt += 1) {
      const { outcome, retryAfterMs } = await post(update, settings, pool);
      if (removed.aborted) return;
      const isDelivered = typeof outcome === 'number' && outcome >= 200 && outcome < 300;
      if (isDelivered) this.#queue.forget(update);
      else this.#fault = { date: this.#time(), message: wordsFor(outcome) };
      this.#deliveries.push({ updateId: update.update_id, attempt, outcome });
      if (isDelivered) continue;
      const pauseMs = attempt === 1 ? 0 : Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 2), LONGEST_PAUSE_MS);
      await delay(retryAfterMs || pauseMs, undefined, { signal: removed }).catch(() => undefined);
      if (removed.aborted) return;
    }
  }
}

async function post(
  update: Update,
  { url, secretToken }: WebhookSettings,
  pool: Pool,
): Promise<{ outcome: number | string; retryAfterMs: number }> {
  try {
    const { statusCode, headers, body } = await pool.request({
      method: 'POST',
      path: url.pathname + url.search,
      headers: {
        'content-type': 'application/json',
        ...(secretToken !== '' && { 'x-telegram-bot-api-secret-token': secretToken }),
      },
      body: JSON.stringify(update),
    });
    await body.dump();
    return { outcome: statusCode, retryAfterMs: Number(headers['retry-after'] ?? 0) * 1000 };
  } catch (error) {
    return { outcome: codeOf(error) ?? 'no answer', retryAfterMs: 0 };
  }
}

function wordsFor(outcome: number | string): string {
  if (typeof outcome === 'number') return `Wrong response from the webhook: ${outcome}`;
  return outcome === 'ECONNREFUSED' ? 'Connection refused' : 'Connection closed';
}

/** Whether an address is on this machine. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}
