import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { createServer as createSocksServer } from '@pondwader/socks5-server';
import { Server as ProxyChain, RequestError } from 'proxy-chain';
import type { ProxyServer } from '../../src/proxy/proxy-server.ts';
import { Journal } from '../../src/sandbox/journal.ts';
import { LossyLine } from '../e2e/lossy-line.ts';
import { certificate } from './certificate.ts';

export type ProxyKind = ProxyServer['protocol'];

export const PROXY_KINDS: readonly ProxyKind[] = ['http', 'https', 'socks5'];

/** Both need percent-encoding in an address, and quotes and colons are where programs trip. */
export const USER = 'ann@home';
export const PASSWORD = 'p:ss/w@rd "of" the proxy%';

/** What proxies connect from, and nobody else does: the whole of 127.0.0.0/8 is this machine. */
export const OUTSIDE = '127.0.0.2';

/** The top-level domain that never resolves (RFC 2606); what ends in it is found by the proxies alone, on loopback. */
export const INSIDE = 'invalid';

interface Backend {
  readonly port: number;
  close(): Promise<unknown>;
}

/** A real proxy on loopback that asks for a user and a password, connects from {@link OUTSIDE}, and can fail. */
export class TestProxy {
  /** `host:port` as it was asked to connect to. */
  readonly targets = new Journal<string>();
  /** Which password it takes. */
  password = PASSWORD;
  /** Whether it connects to where it is asked to. */
  connects = true;
  readonly kind: ProxyKind;
  #backend: Backend | undefined;
  #line: LossyLine | undefined;
  #away = false;

  private constructor(kind: ProxyKind) {
    this.kind = kind;
  }

  static async start(kind: ProxyKind): Promise<TestProxy> {
    const proxy = new TestProxy(kind);
    proxy.#backend = await (kind === 'socks5' ? proxy.#startSocks() : proxy.#startHttp());
    proxy.#line = await LossyLine.to(`${kind}://127.0.0.1:${proxy.#backend.port}`);
    return proxy;
  }

  /** `127.0.0.1:PORT` */
  get host(): string {
    return new URL(this.#line?.url ?? '').host;
  }

  /** The address with the user and the right password. */
  get url(): string {
    return `${this.kind}://${encodeURIComponent(USER)}:${encodeURIComponent(PASSWORD)}@${this.host}`;
  }

  /** Breaks every connection; new ones work. */
  break(): void {
    this.#line?.break();
  }

  /** Breaks every connection and refuses new ones, until {@link comeBack}. */
  async goAway(): Promise<void> {
    this.#away = true;
    await this.#line?.goAway();
  }

  async comeBack(): Promise<void> {
    this.#away = false;
    await this.#line?.comeBack();
  }

  async stop(): Promise<void> {
    if (!this.#away) await this.goAway();
    await this.#backend?.close();
  }

  #mayLogIn(user: string, password: string): boolean {
    return user === USER && password === this.password;
  }

  async #startHttp(): Promise<Backend> {
    const tls = await certificate();
    const server = new ProxyChain({
      port: 0,
      host: '127.0.0.1',
      ...(this.kind === 'https' ? { serverType: 'https', httpsOptions: tls } : { serverType: 'http' }),
      prepareRequestFunction: ({ request, username, password, hostname, port }) => {
        if (!this.#mayLogIn(username, password)) return { requestAuthentication: true };
        this.targets.push(`${hostname}:${port}`);
        if (!this.connects) throw new RequestError('no way there', 502);
        request.url = `${resolve(hostname)}:${port}`;
        return { localAddress: OUTSIDE };
      },
    });
    await server.listen();
    return { port: server.port, close: () => server.close(true) };
  }

  async #startSocks(): Promise<Backend> {
    const socks = createSocksServer();
    socks.setAuthHandler(({ username, password }) => this.#mayLogIn(username, password));
    socks.setConnectionHandler(({ socket: near, destAddress, destPort }, sendStatus) => {
      this.targets.push(`${destAddress}:${destPort}`);
      near.on('error', () => undefined);
      if (!this.connects) return sendStatus('HOST_UNREACHABLE');
      const far = connect({
        host: resolve(destAddress),
        port: destPort,
        localAddress: OUTSIDE,
        noDelay: true,
      });
      far.on('error', () => near.destroy()).on('close', () => near.destroy());
      near.on('close', () => far.destroy());
      far.on('connect', () => {
        sendStatus('REQUEST_GRANTED');
        near.pipe(far).pipe(near);
      });
    });
    const server = createServer((socket) => socks._handleConnection(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const close = async () => {
      server.close();
      await once(server, 'close');
    };
    return { port: (server.address() as AddressInfo).port, close };
  }
}

function resolve(host: string): string {
  return host.endsWith(`.${INSIDE}`) ? '127.0.0.1' : host;
}
