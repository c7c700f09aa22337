import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Journal } from '../journal.ts';
import { type Loopback, listenOnLoopback } from '../loopback.ts';
import { BillingAccount } from './account.ts';
import { type Behaviour, behave, DOCUMENTED_FIGURES } from './behaviour.ts';

export type { BillingAccount } from './account.ts';
export { type Behaviour, DOCUMENTED_FIGURES, type Figures } from './behaviour.ts';

/** A request that the stand-in got. */
export interface BillingCall {
  readonly method: string;
  readonly path: string;
  readonly key: string | undefined;
}

interface Rule {
  readonly behaviour: Behaviour;
  /** How often the key had been asked for when the rule was made. */
  readonly askedBefore: number;
}

const PATH = '/v1/billing';

/** A stand-in for the Talk-Bot billing API, with keys that behave as one says. Keys it was not told of are refused. */
export class BillingSandbox {
  /** Every request, in order. */
  readonly calls = new Journal<BillingCall>();
  /** The calls whose connection ended before the whole answer was sent. */
  readonly brokenOff = new Journal<BillingCall>();
  readonly #rules = new Map<string, Rule>();
  readonly #accounts = new Map<string, BillingAccount>();
  readonly #timesAsked = new Map<string, number>();
  readonly #server: Server;
  #loopback: Loopback;
  #outage: Behaviour | undefined;

  private constructor(server: Server, loopback: Loopback) {
    this.#server = server;
    this.#loopback = loopback;
  }

  static async start(): Promise<BillingSandbox> {
    const server = createServer();
    const sandbox = new BillingSandbox(server, await listenOnLoopback(server));
    server.on('request', (request, response) => sandbox.#answer(request, response));
    return sandbox;
  }

  /** The address of the balance query. */
  get url(): string {
    return `http://${this.#loopback.host}${PATH}`;
  }

  /** Says how `key` is answered from now on. */
  setKey(key: string, behaviour: Behaviour): void {
    this.#accounts.delete(key);
    this.#answerWith(key, behaviour);
  }

  /**
   * The account behind a key that {@link setKey} made good, to spend from and to pay into.
   *
   * It is the same one until the key is set again. Throws for a key that does not simply work.
   */
  account(key: string): BillingAccount {
    const behaviour = this.#rules.get(key)?.behaviour;
    if (behaviour?.kind !== 'good') throw new Error('only a good key has an account');
    const account =
      this.#accounts.get(key) ??
      new BillingAccount(behaviour.figures ?? DOCUMENTED_FIGURES, (figures) =>
        this.#answerWith(key, { kind: 'good', figures }),
      );
    this.#accounts.set(key, account);
    return account;
  }

  /** Lets every key be answered that way, until called with `undefined`. */
  setOutage(behaviour: Behaviour | undefined): void {
    this.#outage = behaviour;
  }

  /** How often `key` was asked for. */
  timesAsked(key: string): number {
    return this.#timesAsked.get(key) ?? 0;
  }

  /** Drops every connection and takes no new ones, until {@link comeBack}. */
  goAway(): Promise<void> {
    return this.#loopback.close();
  }

  /** Listens again where it did before. */
  async comeBack(): Promise<void> {
    this.#loopback = await listenOnLoopback(this.#server, this.#loopback.port);
  }

  stop(): Promise<void> {
    return this.#loopback.close();
  }

  #answerWith(key: string, behaviour: Behaviour): void {
    this.#rules.set(key, { behaviour, askedBefore: this.timesAsked(key) });
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const key = /^Bearer (.*)$/.exec(request.headers.authorization ?? '')?.[1];
    const rule = key === undefined ? undefined : this.#rules.get(key);
    const askedInAll = key === undefined ? 0 : this.timesAsked(key);
    const timesAsked = askedInAll - (rule?.askedBefore ?? 0);
    if (key !== undefined) this.#timesAsked.set(key, askedInAll + 1);
    const call: BillingCall = { method: request.method ?? '', path: request.url ?? '', key };
    this.calls.push(call);
    response.once('close', () => {
      // Not `writableFinished`: it is true for a large body even where the connection broke off.
      if (request.socket.destroyed) this.brokenOff.push(call);
    });
    if (request.url !== PATH || request.method !== 'GET') {
      response.writeHead(404).end();
      return;
    }
    const behaviour = this.#outage ?? rule?.behaviour;
    behave(behaviour ?? { kind: 'refused', httpStatus: 401 }, timesAsked, request, response);
  }
}
