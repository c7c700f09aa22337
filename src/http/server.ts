import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { describeError } from '../log.ts';

/** Answers a request. What it rejects with is logged, and answered with 500. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** What is answered, by method and path, such as `GET /healthz`. What answers GET answers HEAD, too. */
export type Routes = Readonly<Record<string, Handler>>;

/** The port that answers, and its end. */
export interface HttpServer {
  readonly port: number;
  /** Takes in no more requests; resolves when those in hand are answered, or after `graceMs` milliseconds. */
  close(graceMs: number): Promise<void>;
}

/**
 * Answers the routes on one port, other methods on their paths with 405, and everything else with 404.
 *
 * @param port 0 lets the system choose
 */
export async function startHttpServer(port: number, routes: Routes, log: Logger): Promise<HttpServer> {
  const handlers = new Map(Object.entries(routes));
  const server = createServer(async (request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    // Node sends no body in answer to HEAD, whatever is written.
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const handler = handlers.get(`${method} ${path}`);
    try {
      if (handler !== undefined) await handler(request, response);
      else refuse(response, methodsOn(path, handlers.keys()));
    } catch (error) {
      const route = handler === undefined ? undefined : `${method} ${path}`;
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

/** Answers with a JSON body that nobody keeps for the next time. */
export function answerJson(response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(body));
}

function refuse(response: ServerResponse, methods: readonly string[]): void {
  if (methods.length === 0) {
    answerJson(response, 404, { error: 'not found' });
    return;
  }
  response.setHeader('allow', methods.join(', '));
  answerJson(response, 405, { error: 'method not allowed' });
}

function methodsOn(path: string, routes: Iterable<string>): readonly string[] {
  const methods = [...routes]
    .filter((route) => route.endsWith(` ${path}`))
    .map((route) => route.split(' ')[0] ?? '');
  return methods.includes('GET') ? [...methods, 'HEAD'] : methods;
}
