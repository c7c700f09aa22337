import { createClient } from '@redis/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLog } from '../../src/log.ts';
import { Journal } from '../../src/sandbox/journal.ts';
import { type Jobs, startJobs } from '../../src/watch/jobs.ts';
import type { LogLine } from '../e2e/harness.ts';
import { LossyLine } from '../e2e/lossy-line.ts';
import { type FreshStore, freshStore, missingFor, skipWithout } from '../stores/fresh-store.ts';
import { startRedis } from '../stores/redis-server.ts';

/** Turns of a second each. */
const PERIOD_MS = 60_000;

/** Within which jobs go on when Redis is there again, in milliseconds. */
const BACK_MS = 30_000;

/** What a stop may take, in milliseconds: more than any but those that Redis does not answer. */
const GRACE_MS = 2_000;

const missing = missingFor('redis');

describe('the jobs of the watch', () => {
  if (missing !== undefined) return skipWithout(missing);

  let fresh: FreshStore;
  let line: LossyLine;
  let jobs: Jobs;
  let log: Journal<LogLine>;
  let deliveries: Journal<number>;
  beforeEach(async () => {
    fresh = await freshStore('redis');
    line = await LossyLine.to(fresh.url);
    log = new Journal();
    deliveries = new Journal();
    jobs = await start();
    await delivered();
  });
  afterEach(async () => {
    await jobs.stop(GRACE_MS);
    await line.goAway();
    await fresh[Symbol.asyncDispose]();
  });

  function start(url = line.url): Promise<Jobs> {
    const destination = { write: (text: string) => log.push(JSON.parse(text)) };
    const work = {
      sweep: undefined,
      deliver: async () => deliveries.push(performance.now()),
      periodMs: PERIOD_MS,
    };
    return startJobs(url, work, createLog({ level: 'trace', secrets: [], destination }));
  }

  async function delivered(): Promise<void> {
    const before = deliveries.entries.length;
    await deliveries.waitFor(() => deliveries.entries.length > before, 'a delivery', BACK_MS);
  }

  const saying = (text: string) =>
    log.waitFor(({ msg }) => String(msg).includes(text), `the log to say ${text}`, BACK_MS);
  const lines = () => log.entries.map(({ msg }) => String(msg)).filter((msg) => msg.includes('with Redis'));

  it.each([
    ['falls silent', async () => line.fallSilent(), async () => line.speak()],
    ['goes away', () => line.goAway(), () => line.comeBack()],
  ])(
    'go on after Redis %s for a while, and say so once at the beginning and once at the end',
    async (_what, away, back) => {
      await away();
      await saying('do not get on with Redis');
      await back();
      await delivered();
      await saying('get on with Redis again');
      expect(lines()).toHaveLength(2);
    },
    90_000,
  );

  it.each([
    ['falls silent', async () => line.fallSilent()],
    ['goes away', () => line.goAway()],
  ])('stop within their grace after Redis %s', async (_what, away) => {
    await away();
    await saying('do not get on with Redis');
    const since = performance.now();
    await jobs.stop(GRACE_MS);
    expect(performance.now() - since).toBeLessThan(2 * GRACE_MS);
  });

  it('warn in the log, and not on the console, of a Redis that throws things away', async () => {
    const server = await startRedis();
    if (server === undefined) throw new Error('there is no Redis');
    const client = await createClient({ url: server.url }).connect();
    await client.configSet('maxmemory-policy', 'allkeys-lru');
    const printed = vi.spyOn(console, 'warn');
    const others = await start(server.url);
    await others.stop(GRACE_MS);
    await client.close();
    await server.stop();
    const [warning] = log.entries.filter(({ setting }) => setting === 'maxmemory-policy');
    expect(warning).toMatchObject({
      level: 40,
      found: 'allkeys-lru',
      msg: expect.stringContaining('noeviction'),
    });
    expect(printed).not.toHaveBeenCalled();
    printed.mockRestore();
  });
});
