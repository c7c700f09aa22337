import type { Logger } from 'pino';
import { healthRoutes } from './http/health.ts';
import { type HttpServer, type Routes, startHttpServer } from './http/server.ts';
import type { Readiness } from './readiness.ts';

/**
 * Answers on the one HTTP port, if there is one.
 *
 * @param routes of other parts, besides those that tell of the health
 */
export async function startServing(
  port: number | undefined,
  readiness: Readiness,
  routes: readonly (Routes | undefined)[],
  log: Logger,
): Promise<HttpServer | undefined> {
  if (port === undefined) return undefined;
  const server = await startHttpServer(port, Object.assign({}, healthRoutes(readiness), ...routes), log);
  log.info({ port: server.port }, 'answering on HTTP');
  return server;
}
