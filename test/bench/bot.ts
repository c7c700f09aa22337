import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../stores/free-port.ts';
import { fillStore, type Registered } from './fill-store.ts';
import type { PlaceAddress } from './place.ts';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** The most that the limits can be set to: they are counted all the same, but hold nobody back. */
const NO_LIMIT = '100000';

/** How the image has memory managed; without Debian's libjemalloc2, the loader says so and the C library does it. */
const MALLOC = {
  LD_PRELOAD: 'libjemalloc.so.2',
  MALLOC_CONF: 'narenas:1,lg_tcache_max:12,dirty_decay_ms:1000,muzzy_decay_ms:0,background_thread:true',
};

export type Environment = Readonly<Record<string, string>>;

/** The compiled bot as a process of its own, as it runs in production. */
export class Bot {
  /** From the start of the process until it took events in, in milliseconds. */
  readonly readyAfterMs: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, readyAfterMs: number) {
    this.#child = child;
    this.readyAfterMs = readyAfterMs;
  }

  /** Starts it, and waits until it is ready on as many platforms as it has tokens for. */
  static async start(env: Environment, folder: string, nodeOptions: readonly string[] = []): Promise<Bot> {
    const startedAt = performance.now();
    // With what the image sets.
    const child = spawn(process.execPath, ['--max-semi-space-size=32', ...nodeOptions, MAIN], {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', ...MALLOC, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const platforms = ['TELEGRAM_TOKEN', 'DISCORD_TOKEN'].filter((name) => name in env).length;
    await new Promise<void>((resolve, reject) => {
      let output = '';
      child.stdout.setEncoding('utf8').on('data', function hear(chunk: string) {
        output += chunk;
        if (output.split('"msg":"ready"').length <= platforms) return;
        child.stdout.off('data', hear).resume();
        resolve();
      });
      child.once('exit', (code) => reject(new Error(`the bot ended with ${code}:\n${output}`)));
    });
    return new Bot(child, performance.now() - startedAt);
  }

  /** Memory in use, resident, in MiB. */
  async residentMiB(): Promise<number> {
    const status = await readFile(`/proc/${this.#child.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
  }

  /** Time on any core so far, in milliseconds. */
  async cpuMs(): Promise<number> {
    const stat = await readFile(`/proc/${this.#child.pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // User and system time, in hundredths of a second (proc(5)).
    return (Number(fields[11]) + Number(fields[12])) * 10;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
  }
}

/** A store in which people have registered, and the settings of a bot that finds it and its platforms. */
export async function prepareBot(
  folder: string,
  billingUrl: string,
  { telegram, discord }: Pick<PlaceAddress, 'telegram' | 'discord'>,
  people: Iterable<Registered>,
): Promise<Environment> {
  await mkdir(folder, { recursive: true });
  const ENCRYPTION_KEY = randomBytes(32).toString('base64');
  const STORE_URL = `sqlite://${join(folder, 'store.sqlite')}`;
  await fillStore(STORE_URL, ENCRYPTION_KEY, people);
  const port = await freePort();
  return {
    ENCRYPTION_KEY,
    STORE_URL,
    BILLING_URL: billingUrl,
    BALANCE_FRESH_SECONDS: '0',
    LOOKUPS_PER_MINUTE: NO_LIMIT,
    MESSAGES_PER_MINUTE: NO_LIMIT,
    TELEGRAM_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    TELEGRAM_MODE: 'webhook',
    TELEGRAM_WEBHOOK_URL: `http://127.0.0.1:${port}/telegram`,
    HTTP_PORT: `${port}`,
    DISCORD_TOKEN: discord.token,
    DISCORD_API_ROOT: discord.apiRoot,
  };
}
