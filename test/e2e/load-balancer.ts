import {
  Agent,
  createServer,
  type IncomingMessage,
  type ServerResponse,
  request as sendRequest,
} from 'node:http';
import { type Loopback, listenOnLoopback } from '../../src/sandbox/loopback.ts';

/** Hands requests to the servers on several ports in turns; one that does not listen any more is passed over. */
export class LoadBalancer {
  readonly #agent = new Agent({ keepAlive: true });
  readonly #loopback: Loopback;
  readonly #ports: number[] = [];
  #turn = 0;

  private constructor(loopback: Loopback) {
    this.#loopback = loopback;
  }

  static async start(): Promise<LoadBalancer> {
    let balancer: LoadBalancer | undefined;
    const server = createServer((request, response) => balancer?.serve(request, response));
    balancer = new LoadBalancer(await listenOnLoopback(server));
    return balancer;
  }

  /** `http://127.0.0.1:PORT` */
  get origin(): string {
    return `http://${this.#loopback.host}`;
  }

  add(port: number): void {
    this.#ports.push(port);
  }

  /** Has the next request go to that port. */
  aimAt(port: number): void {
    this.#turn = this.#ports.indexOf(port);
  }

  async stop(): Promise<void> {
    await this.#loopback.close();
    this.#agent.destroy();
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    this.#forward(request, Buffer.concat(chunks), response, this.#ports.length);
  }

  #forward(request: IncomingMessage, body: Buffer, response: ServerResponse, tries: number): void {
    if (tries === 0) {
      fail(response);
      return;
    }
    const port = this.#ports[this.#turn % this.#ports.length];
    this.#turn += 1;
    const { method, url, headers } = request;
    const forwarded = sendRequest(
      { agent: this.#agent, host: '127.0.0.1', port, method, path: url, headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
        answer.once('error', () => response.destroy());
      },
    );
    forwarded.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') this.#forward(request, body, response, tries - 1);
      else fail(response);
    });
    forwarded.end(body);
  }
}

/** As a load balancer says that a server broke off, or that none is there. */
function fail(response: ServerResponse): void {
  if (response.headersSent) response.destroy();
  else response.writeHead(502).end();
}
