import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../src/log.ts';
import { Journal } from '../../src/sandbox/journal.ts';
import type { Leases } from '../../src/storage/leases.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import type { Store } from '../../src/storage/store.ts';
import { PollingLease } from '../../src/telegram/polling/lease.ts';
import { Harness, type LogLine } from '../e2e/harness.ts';
import { type FreshStore, freshStore } from '../stores/fresh-store.ts';
import { ask, customerOf, nextAnswer, said, watchLog } from './conversation.ts';
import './outcome.ts';

describe('another process polls for the same bot on the same store', () => {
  it('in a rolling restart: the new one waits for the old one, and each message is answered once', async ({
    task,
    onTestFinished,
  }) => {
    const harness = await Harness.prepare({ platforms: ['telegram'] });
    onTestFinished(() => harness.stop());
    const old = await harness.startApp();
    const user = await customerOf(harness);
    const logged = watchLog(harness);
    await harness.launchApp();
    const line = await logged(({ msg }) => String(msg).startsWith('Another process polls'));
    expect(line).toMatchObject({ level: 40, platform: 'telegram', holder: expect.stringContaining(':') });
    await ask(user, '/balance');
    await old.stop();
    await logged(({ msg, platform }) => msg === 'ready' && platform === 'telegram');
    await ask(user, '/help');
    expect(said(user)).toEqual(['Your key is registered', 'Your balance', 'What I can do']);
    expect(harness.log.entries.filter(({ code }) => code === 409)).toEqual([]);
    task.meta.outcome = 'a warning that names the process; then the new one answers, once';
  });

  it('after a long pause of this one: it stops polling, and goes on when the other one has ended', async ({
    task,
    onTestFinished,
  }) => {
    const harness = await Harness.start({ platforms: ['telegram'] });
    onTestFinished(() => harness.stop());
    const user = await customerOf(harness);
    const beside = await openStorage(harness.storeUrl, () => undefined);
    onTestFinished(() => beside.close());
    const { leases } = beside;
    const name = `telegram:${harness.telegram.botId}:polling`;
    const logged = watchLog(harness);
    const self = await leases.take(name, 'host-b:2', 1);
    await leases.pass(name, self, 'host-b:2', 60_000);
    const line = await logged(({ msg, retryInMs }) => retryInMs !== undefined && /polls/.test(String(msg)));
    expect(line).toMatchObject({ level: 40, platform: 'telegram' });
    expect(line.msg).toContain('Another process (host-b:2)');
    await logged(({ holder }) => holder === 'host-b:2');
    const before = new Set(user.privateChat.messages.entries);
    user.send('/balance');
    await leases.release(name, 'host-b:2');
    await logged(({ msg }) => msg === 'ready');
    await nextAnswer(user, before);
    await ask(user, '/help');
    expect(said(user)).toEqual(['Your key is registered', 'Your balance', 'What I can do']);
    expect(await leases.take(name, 'host-b:2', 1)).toBe(self);
    task.meta.outcome = 'a warning that names the other; then it answers what came meanwhile, once';
  });

  describe('as the store has it', () => {
    const QUICK = { lease: 60_000, renewal: 1, patience: 3, look: 1 };
    let fresh: FreshStore;
    let store: Store;
    let lines: Journal<LogLine>;

    beforeEach(async () => {
      fresh = await freshStore('sqlite');
      store = await openStorage(fresh.url, () => undefined);
      lines = new Journal();
    });
    afterEach(async () => {
      await store.close();
      await fresh[Symbol.asyncDispose]();
    });

    function leaseOf(holder: string, leases: Leases = store.leases): PollingLease {
      const log = createLog({
        level: 'warn',
        secrets: [],
        destination: { write: (line) => lines.push(JSON.parse(line)) },
      });
      return new PollingLease({ leases, holder }, 1, log, QUICK);
    }

    it('that goes on: the second says who polls and what to do, and may try again', async ({ task }) => {
      const [first, second] = [leaseOf('host-a:1'), leaseOf('host-b:2')];
      await first.take();
      const refused = second.take();
      await expect(refused).rejects.toMatchObject({ name: 'AdapterError', transient: true });
      await expect(refused).rejects.toThrow(
        /^Another process \(host-a:1\) polls .*stop the other.*TELEGRAM_MODE=webhook/,
      );
      await first.release();
      await second.take();
      task.meta.outcome = 'an error that names the process and the way to run several';
    });

    it('while the store cannot be reached: the first polls on, and keeps its lease afterwards', async ({
      task,
    }) => {
      const lease = leaseOf(
        'host-a:1',
        leasesOf(() => store),
      );
      await lease.take();
      const whole = store;
      await store.close();
      let lost: Error | undefined;
      lease.keep((error) => {
        lost = error;
      });
      await lines.waitFor(({ msg }) => String(msg).startsWith('The store does not say'));
      store = await openStorage(fresh.url, () => undefined);
      expect(store).not.toBe(whole);
      await expect(leaseOf('host-b:2').take()).rejects.toThrow('host-a:1');
      await lease.release();
      expect(lost).toBeUndefined();
      expect(
        lines.entries.filter(({ msg }) => String(msg).startsWith('The store does not say')),
      ).toHaveLength(1);
      task.meta.outcome = 'one warning; it polls on';
    });

    it('after the lease ran out unseen: the first is told who polls now', async ({ task }) => {
      const first = leaseOf('host-a:1');
      await first.take();
      await store.leases.pass('telegram:1:polling', 'host-a:1', 'host-b:2', 60_000);
      const lost = new Promise<Error>((resolve) => first.keep(resolve));
      expect((await lost).message).toContain('(host-b:2) polls');
      task.meta.outcome = 'it stops polling, with an error that names the other';
    });
  });
});

/** The leases of a store that is opened anew. */
function leasesOf(current: () => Store): Leases {
  return {
    take: (...args) => current().leases.take(...args),
    pass: (...args) => current().leases.pass(...args),
    release: (...args) => current().leases.release(...args),
    sweep: () => current().leases.sweep(),
  };
}
