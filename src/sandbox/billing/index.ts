import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Journal } from '../journal.ts';
import { type Loopback, listenOnLoopback } from '../loopback.ts';
import { type Behaviour, behave } from './behaviour.ts';

export { type Behaviour, DOCUMENTED_FIGURES, type Figures } from './behaviour.ts';

/** A request that the stand-in got. */
export interface BillingCall {
  readonly method: string;
  readonly path: string;
  readonly key: string | undefined;
}

const PATH = '/v1/billing';

/** A stand-in for the Talk-Bot billing API, with keys that behave as one says. Keys it was not told of are refused. */
export class BillingSandbox {
  /** Every request, in order. */
  readonly calls = new Journal<BillingCall>();
  readonly #behaviours = new Map<string, Behaviour>();
  readonly #loopback: Loopback;
  #outage: Behaviour | undefined;

  private constructor(loopback: Loopback) {
    this.#loopback = loopback;
  }

  static async start(): Promise<BillingSandbox> {
    const server = createServer();
    const sandbox = new BillingSandbox(await listenOnLoopback(server));
    server.on('request', (request, response) => sandbox.#answer(request, response));
    return sandbox;
  }

  /** The address of the balance query. */
  get url(): string {
    return `http://${this.#loopback.host}${PATH}`;
  }

  /** Says how `key` is answered from now on. */
  setKey(key: string, behaviour: Behaviour): void {
    this.#behaviours.set(key, behaviour);
  }

  /** Lets every key be answered that way, until called with `undefined`. */
  setOutage(behaviour: Behaviour | undefined): void {
    this.#outage = behaviour;
  }

  /** How often `key` was asked for. */
  timesAsked(key: string): number {
    return this.calls.entries.filter((call) => call.key === key).length;
  }

  stop(): Promise<void> {
    return this.#loopback.close();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const key = /^Bearer (.*)$/.exec(request.headers.authorization ?? '')?.[1];
    const timesAsked = key === undefined ? 0 : this.timesAsked(key);
    this.calls.push({ method: request.method ?? '', path: request.url ?? '', key });
    if (request.url !== PATH || request.method !== 'GET') {
      response.writeHead(404).end();
      return;
    }
    const behaviour = this.#outage ?? (key === undefined ? undefined : this.#behaviours.get(key));
    behave(behaviour ?? { kind: 'refused', httpStatus: 401 }, timesAsked, request, response);
  }
}
