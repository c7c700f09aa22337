import { ExponentialBackoff, handleWhenResult, retry } from 'cockatiel';
import { type buildConnector, Pool } from 'undici';
import { call } from '../http/call.ts';
import type { Secret } from '../secret.ts';
import { type BillingAnswer, interpret, isTransientFault, readAnswer } from './billing-answer.ts';
import { connectionFault } from './connection-fault.ts';
import { Deadline } from './deadline.ts';
import type { LookUp } from './outcome.ts';
import type { BalanceProvider } from './provider.ts';

/** An answer is about 200 bytes; whatever is far larger is no balance and must not fill the memory. */
const MAX_BODY_BYTES = 64 * 1024;

const MAX_RETRIES = 2;

/** All times in milliseconds. */
export interface BillingApiOptions {
  /** Where `GET` answers the balance of the bearer. */
  readonly url: URL;
  /** For the whole look-up, retries included; a chat still waits for its reply after that. */
  readonly deadlineMs: number;
  readonly connectTimeoutMs: number;
  readonly headersTimeoutMs: number;
  readonly bodyTimeoutMs: number;
  /** The first pause before a retry; later ones grow, all with jitter. */
  readonly retryDelayMs: number;
  /** Connections kept open at most. */
  readonly connections: number;
  /** How to connect other than directly; the time for it is `connect`'s own affair then. */
  readonly connect?: buildConnector.connector;
  readonly now: () => number;
}

interface Attempt {
  readonly lookUp: LookUp;
  readonly worthRetrying: boolean;
}

/**
 * The Talk-Bot billing API (`GET /v1/billing`, https://api.hellogptworld.com), over one kept-alive pool.
 *
 * The key travels only to the configured origin: redirects are not followed. A refused key is never tried
 * again; connection faults and 502, 503 and 504 are, because GET is idempotent.
 */
export class BillingApi implements BalanceProvider {
  readonly #options: BillingApiOptions;
  readonly #pool: Pool;
  readonly #path: string;
  readonly #retries;

  constructor(options: BillingApiOptions) {
    this.#options = options;
    this.#path = options.url.pathname + options.url.search;
    this.#pool = new Pool(options.url.origin, {
      connections: options.connections,
      connect: options.connect ?? { timeout: options.connectTimeoutMs },
      headersTimeout: options.headersTimeoutMs,
      bodyTimeout: options.bodyTimeoutMs,
      maxResponseSize: MAX_BODY_BYTES,
    });
    this.#retries = retry(
      handleWhenResult((result) => (result as Attempt).worthRetrying),
      {
        maxAttempts: MAX_RETRIES,
        backoff: new ExponentialBackoff({
          initialDelay: options.retryDelayMs,
          maxDelay: options.retryDelayMs * 4,
        }),
      },
    );
  }

  async lookUp(key: Secret): Promise<LookUp> {
    const deadline = new Deadline(this.#options.deadlineMs);
    try {
      const { lookUp } = await this.#retries.execute(() => this.#attempt(key, deadline));
      return lookUp;
    } finally {
      deadline.lift();
    }
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }

  async #attempt(key: Secret, deadline: Deadline): Promise<Attempt> {
    try {
      const answer = await this.#get(key, deadline);
      return {
        lookUp: interpret(answer, this.#options.now()),
        worthRetrying: isTransientFault(answer) && !deadline.aborted,
      };
    } catch (error) {
      if (deadline.aborted) return failed({ kind: 'unavailable', reason: 'deadline' }, false);
      const fault = connectionFault(error);
      if (fault === undefined) throw error;
      return failed({ kind: 'unavailable', reason: fault.reason, detail: fault.detail }, fault.transient);
    }
  }

  async #get(key: Secret, signal: Deadline): Promise<BillingAnswer> {
    const { status, headers, body } = await call(
      this.#pool,
      {
        method: 'GET',
        path: this.#path,
        headers: {
          authorization: `Bearer ${key.reveal()}`,
          accept: 'application/json',
          'accept-encoding': 'identity',
        },
      },
      signal,
    );
    const retryAfter = headers['retry-after'];
    return readAnswer({
      status,
      retryAfter: Array.isArray(retryAfter) ? retryAfter[0] : retryAfter,
      body,
    });
  }
}

function failed(lookUp: LookUp, worthRetrying: boolean): Attempt {
  return { lookUp, worthRetrying };
}
