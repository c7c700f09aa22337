import { describe, expect, it, onTestFinished } from 'vitest';
import { type Allowances, Limits } from '../../src/chat/limits.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import { LossyLine } from '../e2e/lossy-line.ts';
import { freshStore, KINDS_HERE, skipWithout } from '../stores/fresh-store.ts';

const NO_LIMIT = { points: 0, seconds: 60 };

const ALLOWANCES: Allowances = {
  messages: { points: 100, seconds: 60 },
  'look-ups': { points: 2, seconds: 60 },
  registrations: NO_LIMIT,
  'link-codes': NO_LIMIT,
};

/** How long somebody may wait to be admitted, in milliseconds: a little more than the limits wait for a store. */
const SOON_MS = 900;

describe.each(KINDS_HERE.filter(({ kind }) => kind !== 'sqlite'))('limits on $kind', ({ kind, missing }) => {
  if (missing !== undefined) return skipWithout(missing);

  it('are kept by the process itself, and soon, while the server is silent', async () => {
    const fresh = await freshStore(kind);
    const line = await LossyLine.to(fresh.url);
    const store = await openStorage(line.url, () => undefined);
    onTestFinished(async () => {
      await store.close();
      await line.goAway();
      await fresh[Symbol.asyncDispose]();
    });
    const limits = new Limits(ALLOWANCES, store, String);
    const admit = async () => (await limits.admit('telegram:1', ['messages', 'look-ups'])).kind;
    expect(await admit()).toBe('admitted');

    line.fallSilent();
    const since = performance.now();
    expect(await admit()).toBe('admitted');
    expect(performance.now() - since).toBeLessThan(SOON_MS);
    expect([await admit(), await admit(), await admit()]).toEqual(['admitted', 'notice', 'silence']);
  });
});
