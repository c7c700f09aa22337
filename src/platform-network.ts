import type { Logger } from 'pino';
import { Agent, type Dispatcher } from 'undici';
import { connectorThrough } from './proxy/connector.ts';
import type { ProxyServer } from './proxy/proxy-server.ts';
import { Route } from './proxy/route.ts';

/** Less than discord.js waits for an answer, which is 15 seconds, so that the proxy is named where it is to blame. */
const CONNECT_TIMEOUT_MS = 10_000;

/** A connection costs several round trips, more so through a proxy, and undici's own 4 seconds end it between two commands. */
const IDLE_MS = 30_000;

/** To each server. Both platforms take fewer calls a second than so many connections carry; more only cost memory. */
const CONNECTIONS = 64;

/** How REST calls of both platforms are made. @param proxy the only way, or `undefined` to connect directly */
export function platformDispatcher(proxy: ProxyServer | undefined, log: Logger): Dispatcher {
  const timeout = { timeout: CONNECT_TIMEOUT_MS };
  return new Agent({
    keepAliveTimeout: IDLE_MS,
    connections: CONNECTIONS,
    connect: proxy ? connectorThrough(platformRoute(proxy, log), timeout) : timeout,
  });
}

/** The way to a platform through its proxy. */
export function platformRoute(proxy: ProxyServer, log: Logger): Route {
  return new Route(proxy, CONNECT_TIMEOUT_MS, log);
}
