import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Figures } from '../../src/sandbox/billing/behaviour.ts';
import type { TelegramUser } from '../../src/sandbox/telegram/index.ts';
import type { BotProcess } from '../e2e/bot-process.ts';
import { ProcessWorld } from '../e2e/process-world.ts';
import { KINDS_HERE } from '../stores/fresh-store.ts';
import { ask } from './conversation.ts';
import './outcome.ts';

const CUSTOMERS = 12;

/** Once round all keys. */
const PERIOD = '3s';

/** How many look-ups a replica has under way when it is killed, at least. */
const UNDER_WAY = 2;

const LOW: Figures = { remainingPoints: '100000', points: '2100000', remainingAmount: '10', amount: '210' };

describe.each(KINDS_HERE)('two replicas that watch keys on $kind', ({ kind, missing }) => {
  let world: ProcessWorld;
  beforeEach(async () => {
    world = await ProcessWorld.make({ store: missing === undefined ? kind : 'sqlite' });
  });
  afterEach(() => world.stop());

  async function start(env: Readonly<Record<string, string>> = {}): Promise<BotProcess> {
    const bot = world.start({ ...world.environment, DISCORD_TOKEN: '', ...env });
    await bot.saying('"platform":"telegram","msg":"ready"', 30_000);
    return bot;
  }

  /** A replica that reads keys, and to which Telegram has nothing to deliver. */
  const startWatching = () =>
    start({
      WATCH_INTERVAL: PERIOD,
      BILLING_TIMEOUT_SECONDS: '30',
      TELEGRAM_MODE: 'webhook',
      TELEGRAM_WEBHOOK_URL: 'http://127.0.0.1:9/telegram',
      HTTP_PORT: '0',
    });

  /** People who want to be warned below 50. */
  async function customers() {
    const bot = await start();
    const all = Array.from({ length: CUSTOMERS }, (_, index) => ({
      user: world.telegram.user({ firstName: `Customer ${index}`, languageCode: 'en' }),
      key: world.key({ kind: 'good' }),
    }));
    await Promise.all(
      all.map(async ({ user, key }) => {
        await ask(user, key);
        await ask(user, '/alert below:50');
      }),
    );
    bot.signal('SIGTERM');
    await bot.exited;
    return all;
  }

  const warnings = (user: TelegramUser) =>
    user.privateChat.messages.entries.filter(({ text }) => text.includes('running low')).length;

  it.skipIf(missing !== undefined)(
    'lose no warning and give none thrice when one is killed in the middle of the sweep, and the next while it sends',
    async ({ task }) => {
      const all = await customers();
      let release = () => {};
      const until = new Promise<void>((resolve) => {
        release = resolve;
      });
      for (const { key } of all)
        world.billing.setKey(key, { kind: 'held', until, next: { kind: 'good', figures: LOW } });

      const reading = await startWatching();
      const underWay = () => all.filter(({ key }) => world.billing.timesAsked(key) > 1).length;
      await world.billing.calls.waitFor(() => underWay() >= UNDER_WAY, 'look-ups of the sweep', 20_000);
      const sending = await startWatching();
      const hold = world.telegram.holdNext('sendMessage', { when: 'after' });
      reading.signal('SIGKILL');
      await reading.exited;
      release();
      await hold.reached;
      const last = await startWatching();
      sending.signal('SIGKILL');
      await sending.exited;
      hold.release();

      await Promise.all(
        all.map(({ user }) =>
          user.privateChat.messages.waitFor(
            ({ text }) => text.includes('running low'),
            'the warning',
            60_000,
          ),
        ),
      );
      last.signal('SIGTERM');
      await last.exited;
      const times = all.map(({ user }) => warnings(user));
      expect(Math.max(...times)).toBeLessThanOrEqual(2);
      expect(times.filter((count) => count === 2).length).toBeLessThanOrEqual(UNDER_WAY * 4);
      expect(await world.leaks()).toEqual([]);
      task.meta.outcome = `all ${CUSTOMERS} are warned, ${times.filter((count) => count === 2).length} of them twice`;
    },
    180_000,
  );
});
