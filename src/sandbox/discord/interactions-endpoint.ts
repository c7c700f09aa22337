import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { InteractionResponseType, InteractionType } from 'discord.js';
import { Journal } from '../journal.ts';

/** By what a request shows that it is of Discord. */
export interface SignatureHeaders {
  readonly 'x-signature-ed25519': string;
  readonly 'x-signature-timestamp': string;
}

/** An interaction that was sent to the endpoint. */
export interface Delivery {
  readonly interaction: object;
  /** `undefined` where nothing answered. */
  readonly status: number | undefined;
}

/** Where the bot wants interactions delivered, if anywhere (Discord documentation, "Preparing for Interactions"). */
export class InteractionsEndpoint {
  /** In hex, as the Developer Portal shows it. */
  readonly publicKey: string;
  readonly deliveries = new Journal<Delivery>();
  readonly #privateKey: KeyObject;
  readonly #now: () => number;
  #url: string | undefined;

  /** @param now milliseconds since 1970 */
  constructor(now: () => number) {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    this.publicKey = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('hex');
    this.#privateKey = privateKey;
    this.#now = now;
  }

  get url(): string | undefined {
    return this.#url;
  }

  /** Takes an address as the Developer Portal does. Rejects where Discord's own check of it fails. */
  async set(url: string): Promise<void> {
    const ping = JSON.stringify({ type: InteractionType.Ping });
    const answer = await post(url, ping, this.sign(ping));
    const isPong =
      answer.headers.get('content-type')?.startsWith('application/json') && answer.status === 200;
    const { type } = isPong ? ((await answer.json()) as { type?: unknown }) : {};
    const forged = { ...this.sign(ping), 'x-signature-ed25519': randomBytes(64).toString('hex') };
    const refusal = await post(url, ping, forged);
    if (type !== InteractionResponseType.Pong || refusal.status !== 401) {
      throw new Error('The specified interactions endpoint url could not be verified.');
    }
    this.#url = url;
  }

  /** @param timestamp seconds since 1970 */
  sign(body: string, timestamp = Math.floor(this.#now() / 1000)): SignatureHeaders {
    return {
      'x-signature-ed25519': sign(null, Buffer.from(timestamp + body), this.#privateKey).toString('hex'),
      'x-signature-timestamp': String(timestamp),
    };
  }

  /** Sends an interaction, once, whatever comes of it. @param respond takes an answer that came with it */
  async deliver(interaction: object, respond: (answer: object) => void): Promise<void> {
    const body = JSON.stringify(interaction);
    const answer = await post(this.#url ?? '', body, this.sign(body)).catch(() => undefined);
    if (answer?.status === 200) respond((await answer.json()) as object);
    this.deliveries.push({ interaction, status: answer?.status });
  }
}

function post(url: string, body: string, signature: SignatureHeaders): Promise<Response> {
  return fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...signature } });
}
