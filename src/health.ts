import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the process says of itself. */
export interface Health {
  /** Each part, and whether it works right now. */
  check(): Promise<Readonly<Record<string, boolean>>>;
}

/** The port that answers, and its end. */
export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Answers `GET /healthz` with 200 while the process lives, and `GET /readyz` with 200 or 503 by whether all
 * of its parts work, each named in the JSON body.
 *
 * @param port 0 lets the system choose
 */
export async function startHealthServer(port: number, health: Health): Promise<HealthServer> {
  const server = createServer(async (request, response) => {
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.url === '/healthz') return answer(200, { alive: true });
    if (request.url !== '/readyz') return answer(404, { error: 'not found' });
    const parts = await health.check();
    return answer(Object.values(parts).every(Boolean) ? 200 : 503, parts);
  });
  server.listen(port);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
