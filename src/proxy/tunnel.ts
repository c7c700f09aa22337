import { once } from 'node:events';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { codeOf } from '../error-code.ts';
import { connectByHttp } from './http-connect.ts';
import { connectionFailed, notAProxy, ProxyError, SILENT } from './proxy-error.ts';
import type { ProxyServer } from './proxy-server.ts';
import { connectBySocks } from './socks-connect.ts';
import type { Target } from './target.ts';

/**
 * Opens a connection to `target` through `proxy`. Rejects with a {@link ProxyError}, and leaves no connection then.
 *
 * @param timeoutMs for all that comes before the first byte of the target, in milliseconds
 */
export async function openTunnel(proxy: ProxyServer, target: Target, timeoutMs: number): Promise<Socket> {
  const socket = connectTo(proxy);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    socket.destroy(new Error('late'));
  }, timeoutMs);
  try {
    await once(socket, proxy.protocol === 'https' ? 'secureConnect' : 'connect');
    await (proxy.protocol === 'socks5'
      ? connectBySocks(proxy, socket, target, timeoutMs)
      : connectByHttp(proxy, socket, target));
    return socket;
  } catch (error) {
    socket.on('error', () => undefined).destroy();
    if (late) throw new ProxyError(proxy, SILENT);
    throw error instanceof ProxyError ? error : new ProxyError(proxy, faultOf(error));
  } finally {
    clearTimeout(timer);
  }
}

function connectTo({ protocol, host, port }: ProxyServer): Socket {
  if (protocol !== 'https') return connectTcp({ host, port, noDelay: true });
  return connectTls({
    host,
    port,
    ...(isIP(host) === 0 && { servername: host }),
    ALPNProtocols: ['http/1.1'],
  });
}

function faultOf(error: unknown) {
  const code = codeOf(error) ?? 'no code';
  // The codes of llhttp, the parser of node:http.
  return code.startsWith('HPE_') ? notAProxy('an HTTP proxy') : connectionFailed(code);
}
