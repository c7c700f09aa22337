import type { Socket } from 'node:net';
import { SocksClient, SocksClientError } from 'socks';
import { connectionFailed, notAProxy, noWayTo, ProxyError, refusedCredentials } from './proxy-error.ts';
import type { ProxyServer } from './proxy-server.ts';
import type { Target } from './target.ts';

const WRONG_LOGIN = /authentication failed|no accepted authentication type|unknown authentication type/i;

/** `Socks5 proxy rejected connection - HostUnreachable`, with the reply of RFC 1928 by the library's name for it. */
const REJECTED = /rejected connection - (\w+)/;

/** Has a SOCKS 5 proxy turn a connection to it into one to `target` (RFC 1928, RFC 1929). */
export async function connectBySocks(
  proxy: ProxyServer,
  socket: Socket,
  target: Target,
  timeoutMs: number,
): Promise<void> {
  const { host, port, credentials } = proxy;
  try {
    await SocksClient.createConnection({
      proxy: {
        host,
        port,
        type: 5,
        ...(credentials && { userId: credentials.user, password: credentials.password.reveal() }),
      },
      command: 'connect',
      destination: target,
      existing_socket: socket,
      timeout: timeoutMs,
    });
  } catch (error) {
    if (!(error instanceof SocksClientError)) throw error;
    throw new ProxyError(proxy, faultOf(error, proxy, target));
  }
}

/** The library tells its errors apart by their message alone, and holds the password in them. */
function faultOf({ message }: SocksClientError, proxy: ProxyServer, target: Target) {
  if (WRONG_LOGIN.test(message)) return refusedCredentials(proxy);
  const reply = REJECTED.exec(message)?.[1];
  if (reply !== undefined) return noWayTo(target, reply);
  return /invalid socks/i.test(message) ? notAProxy('a SOCKS 5 proxy') : connectionFailed('ECONNRESET');
}
