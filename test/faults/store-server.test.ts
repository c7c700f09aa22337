import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openStorage } from '../../src/storage/open-storage.ts';
import { wordsOf } from '../e2e/discord-message.ts';
import { Harness } from '../e2e/harness.ts';
import { LossyLine } from '../e2e/lossy-line.ts';
import { ProcessWorld } from '../e2e/process-world.ts';
import { freshStore, KINDS_HERE, skipWithout } from '../stores/fresh-store.ts';
import { ask, customerOf, submitKey, watchLog } from './conversation.ts';
import './outcome.ts';

const BALANCE = '2,005,317.99';
const FAILED = 'I cannot reach my storage right now';

/** What an operator would call a few seconds, in milliseconds. */
const SECONDS_MS = 9_000;

/** After so long Docker kills what it was to stop (compose.yaml), in milliseconds. */
const KILLED_MS = 25_000;

const SERVERS = KINDS_HERE.filter(({ kind }) => kind !== 'sqlite');

describe.each(SERVERS)('the server of a store on $kind', ({ kind, missing }) => {
  if (missing !== undefined) return skipWithout(missing);

  let harness: Harness;
  let line: LossyLine;
  beforeEach(async () => {
    harness = await Harness.prepare({ platforms: ['telegram'], store: kind });
    line = await LossyLine.to(harness.storeUrl);
    await harness.startApp({ STORE_URL: line.url });
  });
  afterEach(async () => {
    await harness.stop();
    await line.goAway();
  });

  it('breaking all connections once', async ({ task }) => {
    const bob = await customerOf(harness);
    line.break();
    await vi.waitFor(async () => expect((await ask(bob, '/balance')).text).toContain(BALANCE));
    task.meta.outcome = 'answered over new connections';
  });

  it('gone for a while', async ({ task }) => {
    const bob = await customerOf(harness);
    const heard = watchLog(harness);
    await line.goAway();
    expect((await ask(bob, '/balance')).text).toContain(FAILED);
    await heard(({ level, problem }) => level === 50 && problem === 'unreachable');
    await line.comeBack();
    expect((await ask(bob, '/balance')).text).toContain(BALANCE);
    task.meta.outcome = 'the person is told to try again soon, the operator that the server does not answer';
  }, 30_000);
});

/** Nothing but waiting, so both at the same time. */
describe.concurrent.each(SERVERS)('a server of $kind that falls silent', ({ kind, missing }) => {
  it.skipIf(missing !== undefined)('while everything stays connected', async ({ task, expect }) => {
    await using fresh = await freshStore(kind);
    const line = await LossyLine.to(fresh.url);
    const store = await openStorage(line.url, () => undefined);
    await store.set('name', 'value');
    const limiter = store.limiter('messages', { points: 1_000, seconds: 60 });
    await limiter.consume('somebody');

    line.fallSilent();
    const since = performance.now();
    const pressure = setInterval(() => void store.get('name').catch(() => undefined), 100);
    const [read, admission] = await Promise.all([failure(store.get('name')), limiter.consume('somebody')]);
    clearInterval(pressure);
    expect(read).toMatchObject({ name: 'StorageError', problem: 'unreachable' });
    expect(admission.consumedPoints).toBe(1);
    expect(performance.now() - since).toBeLessThan(SECONDS_MS);

    line.speak();
    await vi.waitFor(async () => expect(await store.get('name')).toBe('value'), { timeout: SECONDS_MS });
    await store.close();
    await line.goAway();
    task.meta.outcome = 'a failure within seconds; limits are kept in memory meanwhile; and back by itself';
  });
});

describe.each(SERVERS)('people and processes, when a server of $kind fails', ({ kind, missing }) => {
  if (missing !== undefined) return skipWithout(missing);

  it('silently, and somebody asks on Discord and Telegram', async ({ task, onTestFinished }) => {
    const harness = await Harness.prepare({ store: kind });
    const line = await LossyLine.to(harness.storeUrl);
    onTestFinished(async () => {
      await harness.stop();
      await line.goAway();
    });
    await harness.startApp({ STORE_URL: line.url });
    const alice = harness.discord.user({ username: 'alice' });
    await submitKey(alice, harness.key({ kind: 'good' }));
    const bob = await customerOf(harness);

    line.fallSilent();
    const [asked, wanted] = [alice.slash('balance'), alice.slash('key set')];
    const [answer, inPlaceOfForm, text, choices] = await Promise.all([
      asked.shown(),
      wanted.shown(),
      ask(bob, '/balance').then((message) => message.text),
      alice.autocomplete('key remove', { option: 'name', value: '' }),
    ]);
    for (const words of [wordsOf(answer), wordsOf(inPlaceOfForm), text]) expect(words).toContain(FAILED);
    expect(choices).toEqual([]);
    task.meta.outcome = 'everybody is told, on Discord before it gives the bot up';
  }, 40_000);

  it.for([
    { what: 'falls silent', away: async (line: LossyLine) => line.fallSilent() },
    { what: 'goes away', away: (line: LossyLine) => line.goAway() },
  ])(
    'a process that is to stop after it $what',
    { timeout: 60_000 },
    async ({ away }, { task, onTestFinished }) => {
      const world = await ProcessWorld.make({ store: kind });
      const line = await LossyLine.to(world.storeUrl);
      onTestFinished(async () => {
        await world.stop();
        await line.goAway();
      });
      const bot = await world.startReady({ env: { STORE_URL: line.url, WATCH_INTERVAL: '1h' } });
      await away(line);
      if (kind === 'redis') await bot.saying('do not get on with Redis');
      const since = performance.now();
      bot.signal('SIGTERM');
      expect(await bot.exited).toBe(0);
      expect(performance.now() - since).toBeLessThan(KILLED_MS);
      task.meta.outcome = 'it ends by itself, with 0';
    },
  );
});

function failure(task: Promise<unknown>): Promise<unknown> {
  return task.then(
    () => 'no failure',
    (error: unknown) => error,
  );
}
