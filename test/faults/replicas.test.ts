import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TelegramUser } from '../../src/sandbox/telegram/index.ts';
import { Secret } from '../../src/secret.ts';
import { deriveWebhookSecret } from '../../src/telegram/webhook/options.ts';
import type { BotProcess } from '../e2e/bot-process.ts';
import { LoadBalancer } from '../e2e/load-balancer.ts';
import { ProcessWorld } from '../e2e/process-world.ts';
import { ask, nextAnswer, said } from './conversation.ts';
import './outcome.ts';

const [REGISTERED, BALANCE, HELP] = ['Your key is registered', 'Your balance', 'What I can do'];

/** Waits until a process has logged that many answers. */
async function hasAnswered(bot: BotProcess, times: number): Promise<void> {
  const answered = () => bot.output.match(/"msg":"answered"/g)?.length;
  await bot.lines.waitFor(() => answered() === times, `${times} answers in the log`);
}

interface Replica {
  readonly bot: BotProcess;
  readonly port: number;
}

describe('one of two replicas behind a load balancer', () => {
  let world: ProcessWorld;
  let balancer: LoadBalancer;
  let replicas: readonly [Replica, Replica];

  beforeEach(async () => {
    [world, balancer] = await Promise.all([ProcessWorld.make(), LoadBalancer.start()]);
    replicas = await Promise.all([startReplica(), startReplica()]);
  }, 40_000);
  afterEach(async () => {
    await world.stop();
    await balancer.stop();
  });

  async function startReplica(): Promise<Replica> {
    const bot = world.start({
      ...world.environment,
      DISCORD_TOKEN: '',
      TELEGRAM_MODE: 'webhook',
      TELEGRAM_WEBHOOK_URL: `${balancer.origin}/telegram`,
      HTTP_PORT: '0',
      BILLING_TIMEOUT_SECONDS: '30',
    });
    await bot.saying('"platform":"telegram","msg":"ready"', 30_000);
    const port = Number(/"port":(\d+),"msg":"answering on HTTP"/.exec(bot.output)?.[1]);
    balancer.add(port);
    return { bot, port };
  }

  /** Somebody with a key who was answered by both replicas in turns. */
  async function customer(): Promise<{ user: TelegramUser; key: string }> {
    const user = world.telegram.user({ firstName: 'Bob', languageCode: 'en' });
    const key = world.key({ kind: 'good' });
    await ask(user, key);
    for (const text of ['/balance', '/help', '/balance']) await ask(user, text);
    await Promise.all(replicas.map(({ bot }) => hasAnswered(bot, 2)));
    return { user, key };
  }

  /** Asks for the balance through one replica, which then waits for the billing API. Lets that answer. */
  async function askAndHold(user: TelegramUser, key: string, { port }: Replica): Promise<() => void> {
    let release = () => {};
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    const asked = world.billing.timesAsked(key);
    world.billing.setKey(key, { kind: 'held', until, next: { kind: 'good' } });
    balancer.aimAt(port);
    user.send('/balance');
    await world.billing.calls.waitFor(() => world.billing.timesAsked(key) > asked, 'the look-up', 10_000);
    return release;
  }

  /** Waits until Telegram has nothing left to deliver. How often it delivered each update, in the order they came. */
  async function tries(updates: number): Promise<number[]> {
    const { entries } = world.telegram.webhookDeliveries;
    const taken = () => entries.filter(({ outcome }) => outcome === 200);
    await world.telegram.webhookDeliveries.waitFor(
      () => taken().length === updates,
      'all to be taken',
      15_000,
    );
    return taken()
      .sort((one, other) => one.updateId - other.updateId)
      .map(({ attempt }) => attempt);
  }

  async function expectNoLeak(): Promise<void> {
    expect(await world.leaks()).toEqual([]);
    const secret = deriveWebhookSecret(new Secret(world.telegram.token)).reveal();
    for (const { bot } of replicas) expect(bot.output).not.toContain(secret);
  }

  it('killed while it waits for the billing API: the other answers, once', async ({ task }) => {
    const { user, key } = await customer();
    const [killed] = replicas;
    const before = new Set(user.privateChat.messages.entries);
    const release = await askAndHold(user, key, killed);
    killed.bot.signal('SIGKILL');
    await killed.bot.exited;
    release();
    // To somebody else it is as if nothing had happened.
    const other = world.telegram.user({ firstName: 'Eve', languageCode: 'en' });
    await ask(other, '/help');
    expect((await nextAnswer(user, before)).text).toContain('2,005,317.99');
    await ask(user, '/help');
    expect((await tries(7)).filter((attempt) => attempt > 1)).toHaveLength(1);
    expect(said(user)).toEqual([REGISTERED, BALANCE, HELP, BALANCE, BALANCE, HELP]);
    expect(said(other)).toEqual([HELP]);
    await expectNoLeak();
    task.meta.outcome = 'answered by the other a few seconds later, once';
  }, 40_000);

  it('told to go while it waits for the billing API: it answers that first, and the other all else', async ({
    task,
  }) => {
    const { user, key } = await customer();
    const [leaving, staying] = replicas;
    const before = new Set(user.privateChat.messages.entries);
    const release = await askAndHold(user, key, leaving);
    leaving.bot.signal('SIGTERM');
    await leaving.bot.saying('"msg":"stopping"');
    const other = world.telegram.user({ firstName: 'Eve', languageCode: 'en' });
    for (let time = 0; time < 2; time += 1) {
      balancer.aimAt(leaving.port);
      await ask(other, '/help');
    }
    await hasAnswered(staying.bot, 4);
    release();
    expect((await nextAnswer(user, before)).text).toContain('2,005,317.99');
    expect(await leaving.bot.exited).toBe(0);
    await ask(user, '/help');
    // The update that was in hand was answered by the process that had it, at the first try.
    expect((await tries(8))[4]).toBe(1);
    expect(said(user)).toEqual([REGISTERED, BALANCE, HELP, BALANCE, BALANCE, HELP]);
    expect(said(other)).toEqual([HELP, HELP]);
    expect(world.telegram.calls.entries.some(({ method }) => method === 'deleteWebhook')).toBe(false);
    await expectNoLeak();
    task.meta.outcome = 'answered, once; the process ends with 0, and the webhook stays';
  }, 40_000);
});
