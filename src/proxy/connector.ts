import { buildConnector } from 'undici';
import type { Route } from './route.ts';

/**
 * How undici connects through a proxy. Its own `ProxyAgent` and `Socks5ProxyAgent` would do so as well, but their
 * errors do not tell a proxy that fails from a target that does, and the latter drops the limits of the pool.
 */
export function connectorThrough(
  route: Route,
  tls: buildConnector.BuildOptions = {},
): buildConnector.connector {
  const upgrade = buildConnector(tls);
  return (options, callback) => {
    const isSecure = options.protocol === 'https:';
    const target = { host: options.hostname, port: Number(options.port) || (isSecure ? 443 : 80) };
    route.open(target).then(
      (socket) => (isSecure ? upgrade({ ...options, httpSocket: socket }, callback) : callback(null, socket)),
      (error: Error) => callback(error, null),
    );
  };
}
