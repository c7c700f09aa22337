import { readFile } from 'node:fs/promises';
import { createClient } from '@redis/client';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ProcessWorld } from '../e2e/process-world.ts';
import { CERTIFICATE, CERTIFICATE_KEY } from '../proxy/certificate.ts';
import { missingFor, skipWithout } from './fresh-store.ts';
import { startRedis } from './redis-server.ts';

describe('a store on Redis with TLS', () => {
  const missing = missingFor('redis');
  if (missing !== undefined) return skipWithout(missing);

  /** The names of what is on the server, as another client sees it. */
  async function namesAt(url: string): Promise<string[]> {
    const client = createClient({ url, socket: { tls: true, ca: await readFile(CERTIFICATE) } });
    await client.connect();
    try {
      return await client.keys('*');
    } finally {
      await client.close();
    }
  }

  async function start(env: Readonly<Record<string, string>> = {}) {
    const redis = await startRedis({ tls: { certificate: CERTIFICATE, key: CERTIFICATE_KEY } });
    if (redis === undefined) throw new Error('the server did not start');
    onTestFinished(() => redis.stop());
    const world = await ProcessWorld.make({ store: 'sqlite' });
    onTestFinished(() => world.stop());
    return { world, env: { STORE_URL: redis.url, WATCH_INTERVAL: '1h', ...env } };
  }

  it('keeps keys over a restart, and the jobs of the watch', async () => {
    const { world, env } = await start({ NODE_EXTRA_CA_CERTS: CERTIFICATE });
    const first = await world.startReady({ env });
    const bob = world.telegram.user({ firstName: 'Bob' });
    bob.send(world.key({ kind: 'good' }));
    await bob.privateChat.messages.waitFor(({ text }) => text.includes('Your key is registered'));
    const jobs = [expect.stringContaining(':sweep:'), expect.stringContaining(':deliveries:')];
    // The jobs are begun beside the platforms.
    await vi.waitFor(async () => expect(await namesAt(env.STORE_URL)).toEqual(expect.arrayContaining(jobs)), {
      timeout: 15_000,
    });
    first.signal('SIGTERM');
    expect(await first.exited).toBe(0);

    const second = await world.startReady({ env });
    bob.send('/balance');
    await bob.privateChat.messages.waitFor(({ text }) => text.includes('Your balance'));
    for (const { output } of [first, second]) expect(output).not.toMatch(/"level":"(warn|error)"/);
  }, 30_000);

  it('is not trusted without its certificate', async () => {
    const { world, env } = await start();
    const bot = world.start({ ...world.environment, ...env });
    expect(await bot.exited).not.toBe(0);
    expect(bot.output).toContain('certificate');
  }, 30_000);
});
