import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ProxyError } from '../../src/proxy/proxy-error.ts';
import { type ProxyServer, parseProxyUrl } from '../../src/proxy/proxy-server.ts';
import { openTunnel } from '../../src/proxy/tunnel.ts';
import { INSIDE, PASSWORD, type ProxyKind, TestProxy } from './test-proxy.ts';

const TIMEOUT_MS = 5_000;

function serverAt(url: string): ProxyServer {
  const server = parseProxyUrl('PROXY_URL', url);
  if (server === undefined) throw new Error('no proxy address');
  return server;
}

/** A server that sends back what it gets, or does with connections what it is told. */
async function listen(answer: Parameters<typeof createServer>[1]): Promise<{ server: Server; port: number }> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { server, port: typeof address === 'object' && address !== null ? address.port : 0 };
}

let echo: Server;
let port: number;
beforeAll(async () => {
  ({ server: echo, port } = await listen((socket) => socket.pipe(socket)));
});
afterAll(() => echo.close());

const target = () => ({ host: `echo.${INSIDE}`, port });

/** What a tunnel fails with, and whether that may pass. */
async function fault(url: string, timeoutMs = TIMEOUT_MS): Promise<{ message: string; transient: boolean }> {
  const error: unknown = await openTunnel(serverAt(url), target(), timeoutMs).catch(
    (reason: unknown) => reason,
  );
  if (!(error instanceof ProxyError)) throw error;
  expect(JSON.stringify({ ...error, stack: error.stack, cause: error.cause })).not.toContain(PASSWORD);
  return { message: error.message, transient: error.transient };
}

describe.each<ProxyKind>(['http', 'socks5'])('a tunnel through a proxy of the kind %s', (kind) => {
  let proxy: TestProxy;
  beforeAll(async () => {
    proxy = await TestProxy.start(kind);
  });
  afterEach(() => {
    proxy.password = PASSWORD;
    proxy.connects = true;
  });
  afterAll(() => proxy.stop());

  it('carries bytes to a name that only the proxy can resolve', async () => {
    const socket = await openTunnel(serverAt(proxy.url), target(), TIMEOUT_MS);
    socket.write('there and back');
    expect(String(await once(socket, 'data'))).toBe('there and back');
    expect(proxy.targets.entries.at(-1)).toBe(`echo.${INSIDE}:${port}`);
    socket.destroy();
  });

  it('names a password that is refused, and one that is missing', async () => {
    proxy.password = 'another';
    expect(await fault(proxy.url)).toEqual({
      message: `PROXY_URL: the proxy ${proxy.host} refuses the user and the password`,
      transient: false,
    });
    expect((await fault(`${kind}://${proxy.host}`)).message).toBe(
      `PROXY_URL: the proxy ${proxy.host} asks for a user and a password`,
    );
  });

  it('names a target that the proxy does not connect to', async () => {
    proxy.connects = false;
    const why = kind === 'http' ? '502' : 'HostUnreachable';
    expect(await fault(proxy.url)).toEqual({
      message: `PROXY_URL: the proxy ${proxy.host} does not connect to echo.${INSIDE}:${port} (${why})`,
      transient: false,
    });
  });

  it('names a proxy that is not there', async () => {
    await proxy.goAway();
    expect(await fault(proxy.url)).toEqual({
      message: `PROXY_URL: the proxy ${proxy.host} refuses connections (ECONNREFUSED)`,
      transient: true,
    });
    await proxy.comeBack();
  });

  it.each([
    ['breaks off', (socket) => socket.resetAndDestroy(), /breaks connections off \(ECONNRESET\)/],
    ['ends', (socket) => socket.end(), /breaks connections off \(ECONNRESET\)/],
    ['says nothing', (socket) => socket.resume(), /does not answer/],
    [
      'speaks something else',
      (socket) => socket.end('220 mail.example.com ESMTP\r\n'),
      /does not answer like/,
    ],
  ] as const satisfies readonly [string, Parameters<typeof createServer>[1], RegExp][])(
    'names a server there that %s',
    async (_, answer, says) => {
      const { server, port: there } = await listen((socket) => {
        socket.on('error', () => undefined).once('data', () => answer(socket));
      });
      const { message, transient } = await fault(
        `${kind}://ann:${encodeURIComponent(PASSWORD)}@127.0.0.1:${there}`,
        500,
      );
      expect(message).toMatch(says);
      expect(message).toContain(`PROXY_URL: the proxy 127.0.0.1:${there} `);
      expect(transient).toBe(!says.source.includes('like'));
      server.close();
    },
  );

  it('names a host that cannot be found', async () => {
    const { message } = await fault(`${kind}://proxy.${INSIDE}:3128`);
    expect(message).toMatch(/^PROXY_URL: the proxy proxy\.invalid:3128 has a name that cannot be/);
  });
});

it('names a proxy whose certificate nobody has vouched for', async () => {
  const proxy = await TestProxy.start('https');
  expect(await fault(proxy.url)).toEqual({
    message: `PROXY_URL: the proxy ${proxy.host} has a certificate that is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)`,
    transient: false,
  });
  await proxy.stop();
});
