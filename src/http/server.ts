import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { describeError } from '../log.ts';

/** Answers a request. What it rejects with is logged, and answered with 500. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** What is answered, by method and path, such as `GET /healthz`. */
export type Routes = Readonly<Record<string, Handler>>;

/** The port that answers, and its end. */
export interface HttpServer {
  readonly port: number;
  /** Takes in no more requests; resolves when those in hand are answered, or after `graceMs` milliseconds. */
  close(graceMs: number): Promise<void>;
}

/**
 * Answers the routes on one port, everything else with 404.
 *
 * @param port 0 lets the system choose
 */
export async function startHttpServer(port: number, routes: Routes, log: Logger): Promise<HttpServer> {
  const server = createServer(async (request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    const route = `${request.method} ${path}`;
    try {
      if (Object.hasOwn(routes, route)) await routes[route]?.(request, response);
      else answerJson(response, 404, { error: 'not found' });
    } catch (error) {
      log.error({ route, error: describeError(error) }, 'a request could not be answered');
      if (!response.headersSent) answerJson(response, 500, { error: 'failed' });
      else response.destroy();
    }
  });
  server.listen(port);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close(graceMs) {
      const closed = once(server, 'close');
      server.close();
      const giveUp = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(giveUp);
    },
  };
}

/** Answers with a JSON body. */
export function answerJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
