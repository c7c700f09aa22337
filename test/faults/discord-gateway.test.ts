import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { DiscordUser } from '../../src/sandbox/discord/index.ts';
import { titleOf } from '../e2e/discord-message.ts';
import { Harness, type HarnessOptions } from '../e2e/harness.ts';
import { ask, submitKey, watchLog } from './conversation.ts';
import './outcome.ts';

async function prepareHarness(options: HarnessOptions = {}): Promise<Harness> {
  const harness = await Harness.prepare(options);
  onTestFinished(() => harness.stop());
  return harness;
}

const newUser = (harness: Harness) => harness.discord.user({ username: 'alice' });

/** What the bot itself says of its connections. */
async function readiness(harness: Harness): Promise<unknown> {
  const { port } = await harness.log.waitFor(({ msg }) => msg === 'answering on HTTP');
  return (await fetch(`http://127.0.0.1:${port}/readyz`)).json();
}

describe('the gateway of Discord', () => {
  let harness: Harness;
  let user: DiscordUser;

  beforeAll(async () => {
    harness = await Harness.start({ platforms: ['discord'], discord: { heartbeatIntervalMs: 200 } });
    user = newUser(harness);
    await submitKey(user, harness.key({ kind: 'good' }));
  });
  afterAll(() => harness.stop());

  async function expectAnswers(interaction = user.slash('balance')): Promise<void> {
    expect(titleOf(await interaction.reply())).toBe('Your balance');
    expect(titleOf(await user.slash('help').reply())).toBe('What I can do');
    expect(interaction.messages.entries).toHaveLength(1);
  }

  it.for([4000, 4009])(
    'closes with %i: it resumes, and answers what came meanwhile, once',
    async (code, { task }) => {
      const logged = watchLog(harness);
      harness.discord.dropGateway(code);
      const meanwhile = user.slash('balance');
      await logged(({ msg }) => msg === 'gateway session resumed');
      await expectAnswers(meanwhile);
      task.meta.outcome = 'what was asked while the connection was down is answered, once';
    },
  );

  it('calls the session invalid but resumable: it resumes', async ({ task }) => {
    const logged = watchLog(harness);
    harness.discord.invalidateSession({ resumable: true });
    await logged(({ msg }) => msg === 'gateway session resumed');
    await expectAnswers();
    task.meta.outcome = 'answered as before';
  });

  it('acknowledges no heartbeats: it connects again and resumes', async ({ task }) => {
    const logged = watchLog(harness);
    harness.discord.acknowledgeHeartbeats(false);
    await logged(({ msg }) => msg === 'reconnecting to the gateway');
    harness.discord.acknowledgeHeartbeats(true);
    await logged(({ msg }) => msg === 'gateway session resumed');
    await expectAnswers();
    task.meta.outcome = 'answered as before';
  });

  // discord.js lets 5 seconds pass between two sessions, as Discord asks; it goes last to wait the least.
  it('calls the session invalid: it opens another one', async ({ task }) => {
    const logged = watchLog(harness);
    harness.discord.invalidateSession({ resumable: false });
    await logged(({ msg }) => msg === 'gateway session opened');
    await expectAnswers();
    task.meta.outcome = 'answered as before, after some seconds';
  });
});

describe('the gateway of Discord, at the start and at the end', () => {
  it('refuses the token while running (4004): says why, is not ready, Telegram goes on; without it, the end', async ({
    task,
  }) => {
    const harness = await prepareHarness({ env: { HTTP_PORT: '0' } });
    const app = await harness.startApp();
    const bob = harness.telegram.user({ firstName: 'Bob' });
    await ask(bob, harness.key({ kind: 'good' }));
    expect(await readiness(harness)).toEqual({ store: true, discord: true, telegram: true });
    harness.discord.dropGateway(4004);
    const line = await harness.log.waitFor(({ level }) => level === 50, 'the error');
    expect(line).toMatchObject({ platform: 'discord' });
    expect(line.msg).toMatch(/Discord refused DISCORD_TOKEN \(4004\).*Copy it again/);
    expect(await readiness(harness)).toEqual({
      store: true,
      discord: false,
      telegram: true,
      why: { discord: expect.stringMatching(/^Discord refused DISCORD_TOKEN \(4004\)/) },
    });
    expect((await ask(bob, '/balance')).text).toContain('2,005,317.99');

    harness.telegram.failNext('getUpdates', { error_code: 401, description: 'Unauthorized' });
    bob.send('/help');
    await app.abandoned;
    expect(harness.log.entries.map(({ msg }) => msg)).toContainEqual(
      expect.stringContaining('Telegram refused TELEGRAM_TOKEN'),
    );
    task.meta.outcome = 'an error names DISCORD_TOKEN and what to do; Telegram answers';
  });

  it('refuses the intents (4014): says which they are, and Telegram goes on', async ({ task }) => {
    const harness = await prepareHarness();
    harness.discord.refuseIdentify(4014);
    await harness.launchApp();
    const line = await harness.log.waitFor(({ level }) => level === 50, 'the error');
    expect(line).toMatchObject({ platform: 'discord' });
    expect(line.msg).toMatch(/intents \(4014\).*Guilds and DirectMessages/);
    const bob = harness.telegram.user({ firstName: 'Bob' });
    await ask(bob, harness.key({ kind: 'good' }));
    expect((await ask(bob, '/balance')).text).toContain('2,005,317.99');
    task.meta.outcome = 'an error names the intents; Telegram answers';
  });

  it('cannot be asked for at the start: it is tried again, and the session ends with the bot', async ({
    task,
  }) => {
    const harness = await prepareHarness({ platforms: ['discord'], env: { HTTP_PORT: '0' } });
    harness.discord.failNext('GET', /^\/gateway\/bot$/, { status: 503, body: undefined }, 4);
    await harness.startApp();
    expect(harness.log.entries.map(({ msg }) => String(msg)).join('\n')).toContain(
      'Discord could not be reached',
    );
    expect(await readiness(harness)).toEqual({ store: true, discord: true });
    expect(titleOf(await newUser(harness).slash('help').reply())).toBe('What I can do');
    await harness.stopApp();
    await harness.discord.waitUntilDisconnected();
    task.meta.outcome = 'a warning with the pause, then ready';
  });
});
