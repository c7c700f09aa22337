import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Harness } from './harness.ts';

/** What a stop may take (README, Running it), in milliseconds. */
const LIMIT_MS = 20_000;

const UNFINISHED = 'stopped before everything was closed';

describe('a stop', () => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await Harness.start({
      platforms: ['telegram'],
      store: 'sqlite',
      env: { BILLING_TIMEOUT_SECONDS: '60' },
    });
  });
  afterEach(() => harness.stop());

  it('ends after 20 seconds, and says that something has not', async ({ onTestFinished }) => {
    const bob = harness.telegram.user({ firstName: 'Bob', languageCode: 'en' });
    const key = harness.key({ kind: 'good' });
    bob.send(key);
    await bob.privateChat.messages.waitFor(({ text }) => text.includes('Your key is registered'));
    let release = () => {};
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    harness.billing.setKey(key, { kind: 'held', until, next: { kind: 'good' } });
    const asked = harness.billing.calls.entries.length;
    bob.send('/balance');
    await harness.billing.calls.waitFor((call) => harness.billing.calls.entries.indexOf(call) >= asked);

    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldClearNativeTimers: true });
    onTestFinished(() => void vi.useRealTimers());
    let isStopped = false;
    const stopped = harness.stopApp().then(() => {
      isStopped = true;
    });
    await vi.advanceTimersByTimeAsync(LIMIT_MS - 1);
    expect(isStopped).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await stopped;
    expect(harness.log.entries.map(({ msg }) => msg)).toContain(UNFINISHED);

    release();
    // What was under way ends all the same, at last with the store; the fake clock goes on meanwhile.
    await vi.waitFor(
      async () => expect(await readdir(harness.folder)).not.toContain('store.sqlite-wal'),
      LIMIT_MS,
    );
  });
});
