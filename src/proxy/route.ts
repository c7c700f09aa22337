import type { Socket } from 'node:net';
import type { Logger } from 'pino';
import { ProxyError } from './proxy-error.ts';
import type { ProxyServer } from './proxy-server.ts';
import { hostAndPort, type Target } from './target.ts';
import { openTunnel } from './tunnel.ts';

/**
 * The way through a proxy. There is none around it: addresses of this machine and of the local network are led
 * through it like any other, and `NO_PROXY` is not read.
 *
 * The log names a proxy that does not work once for each target, not at each attempt, and tells when it works again.
 */
export class Route {
  readonly #proxy: ProxyServer;
  readonly #timeoutMs: number;
  readonly #log: Logger;
  /** What the log was told last, of targets that are out of reach. */
  readonly #told = new Map<string, string>();

  /** @param timeoutMs for a connection to come about, in milliseconds */
  constructor(proxy: ProxyServer, timeoutMs: number, log: Logger) {
    this.#proxy = proxy;
    this.#timeoutMs = timeoutMs;
    this.#log = log;
  }

  /** Opens a connection to `target`. Rejects with a {@link ProxyError}. */
  async open(target: Target): Promise<Socket> {
    const name = hostAndPort(target);
    try {
      const socket = await openTunnel(this.#proxy, target, this.#timeoutMs);
      if (this.#told.delete(name))
        this.#log.info({ target: name }, `${this.#proxy.variable}: the proxy works again`);
      return socket;
    } catch (error) {
      if (error instanceof ProxyError && this.#told.get(name) !== error.message) {
        this.#told.set(name, error.message);
        this.#log.warn({ target: name }, error.message);
      }
      throw error;
    }
  }
}
