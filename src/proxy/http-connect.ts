import { request } from 'node:http';
import type { Socket } from 'node:net';
import { noWayTo, ProxyError, refusedCredentials } from './proxy-error.ts';
import { basicCredentials, type ProxyServer } from './proxy-server.ts';
import { hostAndPort, type Target } from './target.ts';

const PROXY_AUTHENTICATION_REQUIRED = 407;

/** Has an HTTP proxy turn a connection to it into one to `target` (RFC 9110, "CONNECT"). */
export function connectByHttp(proxy: ProxyServer, socket: Socket, target: Target): Promise<void> {
  const authority = hostAndPort(target);
  const connecting = request({
    method: 'CONNECT',
    path: authority,
    headers: {
      host: authority,
      ...(proxy.credentials && { 'proxy-authorization': `Basic ${basicCredentials(proxy.credentials)}` }),
    },
    createConnection: () => socket,
  });
  return new Promise((resolve, reject) => {
    connecting.once('error', reject);
    connecting.once('connect', ({ statusCode = 0 }, _, head) => {
      if (statusCode === PROXY_AUTHENTICATION_REQUIRED) {
        return reject(new ProxyError(proxy, refusedCredentials(proxy)));
      }
      if (statusCode < 200 || statusCode > 299) {
        return reject(new ProxyError(proxy, noWayTo(target, String(statusCode))));
      }
      if (head.length > 0) socket.unshift(head);
      resolve();
    });
    connecting.end();
  });
}
