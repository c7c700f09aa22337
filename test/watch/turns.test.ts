import { randomBytes } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Vault } from '../../src/keys/vault.ts';
import { createLog } from '../../src/log.ts';
import { Bookmark } from '../../src/records/bookmark.ts';
import { parseKeyRing } from '../../src/records/key-ring.ts';
import { Records } from '../../src/records/records.ts';
import { Journal } from '../../src/sandbox/journal.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import { startJobs } from '../../src/watch/jobs.ts';
import { Sweep } from '../../src/watch/sweep.ts';
import type { LogLine } from '../e2e/harness.ts';
import { LossyLine } from '../e2e/lossy-line.ts';
import { registerOnly } from '../records/open-vault.ts';
import { freshStore, missingFor, skipWithout } from '../stores/fresh-store.ts';

/** Turns of a minute each: after the first, none comes while the test lasts. */
const PERIOD_MS = 3_600_000;

/** Within which a turn is tried again, more than once, in milliseconds; the next one would be later. */
const AGAIN_MS = 30_000;

describe('a turn of the watch', () => {
  const missing = missingFor('redis');
  if (missing !== undefined) return skipWithout(missing);

  it('that fails is tried again before the next one comes', async () => {
    const fresh = await freshStore('redis');
    const line = await LossyLine.to(fresh.url);
    // The jobs have a line of their own, which stays.
    const storage = await openStorage(line.url, () => undefined);
    const records = await Records.open(storage, parseKeyRing(randomBytes(32).toString('base64')));
    const vault = new Vault(records, Date.now);
    await registerOnly(vault, 'telegram:1', 'sk-any-key-at-all');
    const bookmark = new Bookmark(records, 'sweep-progress');
    await bookmark.set(Date.now() - PERIOD_MS);
    const read = new Journal<string>();
    const sweep = new Sweep({
      vault,
      bookmark,
      check: async ({ owner }) => {
        read.push(owner);
        return undefined;
      },
      periodMs: PERIOD_MS,
      concurrency: 1,
      now: Date.now,
    });
    const log = new Journal<LogLine>();
    const destination = { write: (text: string) => log.push(JSON.parse(text)) };

    await line.goAway();
    const work = { sweep, deliver: async () => undefined, periodMs: PERIOD_MS };
    const jobs = await startJobs(fresh.url, work, createLog({ level: 'trace', secrets: [], destination }));
    onTestFinished(async () => {
      await jobs.stop(AGAIN_MS);
      await storage.close();
      await line.goAway();
      await fresh[Symbol.asyncDispose]();
    });
    await log.waitFor(({ job, level }) => job === 'turn' && level === 50, 'the turn to fail', AGAIN_MS);
    expect(read.entries).toEqual([]);
    await line.comeBack();
    expect(await read.waitFor(() => true, 'a key to be read', AGAIN_MS)).toBe('telegram:1');
  }, 90_000);
});
