import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { findProgram } from './programs.ts';
import { ServerProcess } from './server-process.ts';
import type { TestServer } from './test-server.ts';

/** Enough for each store of a run to have a database of its own. */
const DATABASES = 16_384;

interface RedisOptions {
  /** The files of the certificate and its key by which the server speaks TLS, and nothing else. */
  readonly tls?: { readonly certificate: string; readonly key: string };
}

/** A Redis, or else a Valkey, of the tests' own; `undefined` where neither is on this machine. */
export async function startRedis({ tls }: RedisOptions = {}): Promise<TestServer | undefined> {
  const program = findProgram('redis-server') ?? findProgram('valkey-server');
  if (program === undefined) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'talk-bot-balance-redis-'));
  const port = await freePort();
  const settings = {
    ...(tls === undefined ? { port } : tlsSettings(port, tls)),
    bind: '127.0.0.1',
    dir: folder,
    databases: DATABASES,
    save: '',
    appendonly: 'no',
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const server = await ServerProcess.start(program, args, {
    ready: 'Ready to accept connections',
    signal: 'SIGKILL',
  });
  return {
    url: `${tls === undefined ? 'redis' : 'rediss'}://127.0.0.1:${port}`,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}

function tlsSettings(port: number, { certificate, key }: NonNullable<RedisOptions['tls']>) {
  return {
    port: 0,
    'tls-port': port,
    'tls-cert-file': certificate,
    'tls-key-file': key,
    'tls-ca-cert-file': certificate,
    'tls-auth-clients': 'no',
  };
}
