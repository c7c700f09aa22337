import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { createRequire } from 'node:module';
import { isIP, Socket } from 'node:net';
import type * as Ws from 'ws';
import { connectorThrough } from '../proxy/connector.ts';
import type { Route } from '../proxy/route.ts';

/** What tells the class that connects through a proxy from the one that does not. */
const PROXIED = Symbol('connects through a proxy');

/**
 * Leads all gateway connections of this process through a proxy. To be called before discord.js is loaded; throws
 * when it comes too late, and when the library no longer takes its WebSocket from where it is put here.
 *
 * discord.js has no setting for it: of @discordjs/ws 1, `WebSocketShard` makes its WebSocket by itself, from a class
 * that it takes from the package `ws` when it is loaded, and passes no agent; sharding strategies, also those with
 * workers, only say where that happens. So the class is replaced in the very copy of `ws` that the library requires.
 */
export function leadGatewayThrough(route: Route): void {
  const { file, require } = gatewayLibrary();
  if (require.cache[file] !== undefined)
    throw new Error('PROXY_URL comes too late: @discordjs/ws is loaded already');
  const ws: typeof Ws = require('ws');
  class ProxiedWebSocket extends ws.WebSocket {
    static readonly [PROXIED] = true;

    constructor(address: string | URL, protocols?: string | string[], options?: Ws.ClientOptions) {
      super(address, protocols, {
        ...options,
        agent: agentThrough(route, new URL(address).protocol === 'wss:'),
      });
    }
  }
  let taken = false;
  Object.defineProperty(ws, 'WebSocket', {
    get() {
      taken = true;
      return ProxiedWebSocket;
    },
  });
  require(file);
  if (!taken) throw new Error('PROXY_URL has no effect on the gateway: @discordjs/ws has another WebSocket');
}

/** Whether gateway connections of this process go through a proxy. */
export function isGatewayProxied(): boolean {
  const ws: typeof Ws = gatewayLibrary().require('ws');
  return PROXIED in ws.WebSocket;
}

/** @discordjs/ws as discord.js finds it, and how it finds others. */
function gatewayLibrary(): { file: string; require: NodeJS.Require } {
  const discordJs = createRequire(import.meta.url).resolve('discord.js');
  const file = createRequire(discordJs).resolve('@discordjs/ws');
  return { file, require: createRequire(file) };
}

function agentThrough(route: Route, isSecure: boolean): HttpAgent {
  const agent = isSecure ? new HttpsAgent() : new HttpAgent();
  const connect = connectorThrough(route);
  agent.createConnection = ({ host, port }, callback) => {
    const hostname = host ?? '';
    connect(
      {
        protocol: isSecure ? 'https:' : 'http:',
        hostname,
        // What serves several names needs to hear which, and takes no addresses for names (RFC 6066, section 3).
        ...(isIP(hostname) === 0 && { servername: hostname }),
        port: String(port ?? ''),
      },
      (error, socket) =>
        // A stream is asked for beside the error, too; nobody looks at it.
        callback?.(error, socket ?? new Socket()),
    );
    return undefined;
  };
  return agent;
}
