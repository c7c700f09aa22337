import { randomBytes } from 'node:crypto';
import { createClient } from '@redis/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ACCOUNTS } from '../../src/keys/account.ts';
import { Vault } from '../../src/keys/vault.ts';
import { createLog } from '../../src/log.ts';
import { Bookmark } from '../../src/records/bookmark.ts';
import { parseKeyRing } from '../../src/records/key-ring.ts';
import { Records } from '../../src/records/records.ts';
import { Journal } from '../../src/sandbox/journal.ts';
import { Secret } from '../../src/secret.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import { type Jobs, startJobs } from '../../src/watch/jobs.ts';
import { type CheckKey, Sweep } from '../../src/watch/sweep.ts';
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

  function start(url = line.url, sweep?: Sweep): Promise<Jobs> {
    const destination = { write: (text: string) => log.push(JSON.parse(text)) };
    const work = {
      sweep,
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

  it('go on after everything in Redis was deleted while it stayed connected', async () => {
    const client = await createClient({ url: fresh.url }).connect();
    await client.flushDb();
    await client.close();
    // The first may have been under way.
    await delivered();
    await delivered();
  }, 70_000);

  it('leave a stretch that a stop broke off to the next process, as if it had not been tried', async () => {
    // They read no keys, and would take the stretch for done.
    await jobs.stop(GRACE_MS);
    const storage = await openStorage(fresh.url, () => undefined);
    const records = await Records.open(storage, parseKeyRing(randomBytes(32).toString('base64')));
    const owner = 'telegram:1';
    const key = { id: 'an-id', slot: 0, key: new Secret('sk-any-key-at-all'), verified: true, addedAt: 0 };
    await storage.commit([records.of(ACCOUNTS).sealed(owner, { owner, keys: [key] })]);
    const bookmark = new Bookmark(records, 'sweep-progress');
    await bookmark.set(Date.now() - PERIOD_MS);
    const sweepWith = (check: CheckKey) =>
      new Sweep({
        vault: new Vault(records, Date.now),
        bookmark,
        check,
        periodMs: PERIOD_MS,
        concurrency: 1,
        now: Date.now,
      });

    const reading = new Journal<string>();
    let release = () => {};
    const held = new Promise<undefined>((resolve) => {
      release = () => resolve(undefined);
    });
    const broken = sweepWith(async () => {
      reading.push('the first');
      return held;
    });
    const first = await start(fresh.url, broken);
    await reading.waitFor(() => true, 'the first to read');
    broken.stop();
    const stopped = first.stop(BACK_MS);
    release();
    await stopped;
    expect(log.entries.filter(({ level }) => Number(level) > 30)).toEqual([]);

    const next = sweepWith(async () => {
      reading.push('the next');
      return undefined;
    });
    const second = await start(fresh.url, next);
    await reading.waitFor((who) => who === 'the next', 'the next to read', BACK_MS);
    await second.stop(GRACE_MS);
    await storage.close();
  }, 60_000);

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
