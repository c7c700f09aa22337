import { createServer } from 'node:http';
import { Agent } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Destination, Notifier, Sending } from '../../src/chat/notifier.ts';
import type { Reply } from '../../src/chat/reply.ts';
import { Messenger as DiscordMessenger } from '../../src/discord/messenger.ts';
import type { Platform } from '../../src/identity.ts';
import { createLog } from '../../src/log.ts';
import { rateLimited } from '../../src/sandbox/discord/index.ts';
import { listenOnLoopback } from '../../src/sandbox/loopback.ts';
import { Secret } from '../../src/secret.ts';
import { callsOver } from '../../src/telegram/calls.ts';
import { Messenger as TelegramMessenger } from '../../src/telegram/messenger.ts';
import { Harness } from '../e2e/harness.ts';
import { png } from '../sandbox/png.ts';
import './outcome.ts';

const MESSAGES = /^\/channels\/\d+\/messages$/;
const CHANNELS = /^\/users\/@me\/channels$/;

const ALERT: Reply = { outcome: 'alert', tone: 'low', paragraphs: ['Your balance is low.'] };
const WITH_PICTURE: Reply = {
  ...ALERT,
  paragraphs: ['x'.repeat(1_500)],
  picture: { png: png(2, 2), alt: 'A chart' },
};

const SERVER_ERROR = { status: 502, body: '' };

describe('a message that nobody asked for', () => {
  let harness: Harness;
  let notifier: Notifier;
  let nonces = 0;

  beforeAll(async () => {
    harness = await Harness.prepare();
    ({ notifier } = await harness.startApp());
  });
  afterAll(() => harness.stop());

  const send = (to: Destination, reply = ALERT) => notifier.send(to, reply, `nonce-${++nonces}`);

  function discordPerson() {
    const user = harness.discord.user({ username: 'kim' });
    return { user, to: { kind: 'person', user: `discord:${user.id}` } as const };
  }

  async function telegramPerson() {
    const user = harness.telegram.user({ firstName: 'Kim' });
    user.send('/help');
    await user.privateChat.messages.waitFor(({ from }) => from.isBot, 'an answer');
    return { user, to: { kind: 'person', user: `telegram:${user.id}` } as const };
  }

  /** How often that method was called since `seen` calls. */
  const calls = (method: string, seen: number) =>
    harness.telegram.requests.entries.slice(seen).filter((call) => call.method === method).length;

  const posts = (seen: number) =>
    harness.discord.calls.entries.slice(seen).filter(({ path }) => MESSAGES.test(path)).length;

  it('to somebody who closed direct messages or blocked the bot', async ({ task }) => {
    const onDiscord = discordPerson();
    onDiscord.user.closeDms();
    expect(await send(onDiscord.to)).toBe('blocked');
    const onTelegram = await telegramPerson();
    onTelegram.user.block();
    expect(await send(onTelegram.to)).toBe('blocked');
    expect(harness.log.entries.findLast(({ msg }) => msg === 'not sent')).toMatchObject({
      level: 40,
      platform: 'telegram',
      outcome: 'blocked',
      message: 'alert',
    });
    task.meta.outcome = '"blocked" for good on both platforms, one line each in the log';
  });

  it('to a channel where the bot may not post, or that it was removed from', async ({ task }) => {
    const { channel } = harness.discord.guild({ name: 'Team' });
    const onDiscord: Destination = { kind: 'channel', platform: 'discord', id: channel.id };
    for (const access of ['view', 'none'] as const) {
      channel.botAccess = access;
      expect(await send(onDiscord)).toBe('blocked');
    }
    const { user } = await telegramPerson();
    const group = harness.telegram.group({ title: 'Team' });
    for (const standing of ['muted', 'kicked'] as const) {
      user.setBotStanding(group, standing);
      expect(await send({ kind: 'channel', platform: 'telegram', id: String(group.id) })).toBe('blocked');
    }
    task.meta.outcome = '"blocked" for good on both platforms';
  });

  it('to a person or a channel that does not exist', async ({ task }) => {
    const nowhere: Destination[] = [
      { kind: 'person', user: 'discord:1' },
      { kind: 'person', user: 'telegram:1' },
      { kind: 'channel', platform: 'discord', id: '1' },
      { kind: 'channel', platform: 'telegram', id: '-1' },
    ];
    for (const to of nowhere) expect(await send(to)).toBe('gone');
    task.meta.outcome = '"gone" for good';
  });

  it('while Discord has an error of its own: one attempt, that may have been carried out', async ({
    task,
  }) => {
    const { user, to } = discordPerson();
    harness.discord.failNext('POST', MESSAGES, SERVER_ERROR);
    const seen = harness.discord.calls.entries.length;
    expect(await send(to)).toBe('unknown');
    expect(posts(seen)).toBe(1);
    expect(user.dmChannel.messages.entries).toEqual([]);
    task.meta.outcome = '"unknown" after one attempt';
  });

  it('while Discord cannot open the direct messages: surely not sent', async ({ task }) => {
    const { to } = discordPerson();
    harness.discord.failNext('POST', CHANNELS, SERVER_ERROR);
    const seen = harness.discord.calls.entries.length;
    expect(await send(to)).toBe('unreachable');
    expect(posts(seen)).toBe(0);
    task.meta.outcome = '"unreachable", to be tried later';
  });

  it('while Telegram has an error of its own, or a proxy has: one attempt each', async ({ task }) => {
    const { to } = await telegramPerson();
    for (const failure of [
      { error_code: 500, description: 'Internal Server Error' },
      { status: 502, contentType: 'text/html', body: '<html></html>' },
    ]) {
      harness.telegram.failNext('sendMessage', failure);
      const seen = harness.telegram.requests.entries.length;
      expect(await send(to)).toBe('unknown');
      expect(calls('sendMessage', seen)).toBe(1);
    }
    task.meta.outcome = '"unknown" after one attempt';
  });

  it('when the second of two messages fails on Telegram: nothing is sent again', async ({ task }) => {
    const { user, to } = await telegramPerson();
    harness.telegram.failNext('sendMessage', { error_code: 500, description: 'Internal Server Error' });
    const before = user.privateChat.messages.entries.length;
    expect(await send(to, WITH_PICTURE)).toBe('unknown');
    expect(user.privateChat.messages.entries.slice(before).map(({ isPhoto }) => isPhoto)).toEqual([true]);
    task.meta.outcome = '"unknown": the picture stands there, its text does not';
  });

  it('while Telegram asks for a pause: waits for a short one, and gives up on a long one', async ({
    task,
  }) => {
    const { to } = await telegramPerson();
    const tooMany = (seconds: number) => ({
      error_code: 429,
      description: `Too Many Requests: retry after ${seconds}`,
      parameters: { retry_after: seconds },
    });
    harness.telegram.failNext('sendMessage', tooMany(0));
    const seen = harness.telegram.requests.entries.length;
    expect(await send(to)).toBe('delivered');
    expect(calls('sendMessage', seen)).toBe(2);
    harness.telegram.failNext('sendMessage', tooMany(600));
    expect(await send(to)).toBe('throttled');
    task.meta.outcome = 'delivered after a short pause, "throttled" otherwise';
  });

  it('while Discord asks for a long pause: surely not sent', async ({ task }) => {
    const { to } = discordPerson();
    harness.discord.failNext('POST', MESSAGES, rateLimited(600));
    expect(await send(to)).toBe('throttled');
    task.meta.outcome = '"throttled", to be tried later';
  });

  it('where nothing listens: surely not sent', async ({ task }) => {
    const loopback = await listenOnLoopback(createServer());
    await loopback.close();
    const log = createLog({ level: 'silent', secrets: [] });
    const token = new Secret('1:nobody');
    const root = `http://${loopback.host}`;
    const sent: Record<Platform, Sending> = {
      discord: await new DiscordMessenger(token, `${root}/api`, log, new Agent()).send(
        { kind: 'channel', platform: 'discord', id: '1' },
        ALERT,
        'nonce',
      ),
      telegram: await new TelegramMessenger(
        token,
        callsOver(new Agent(), { token, apiRoot: root }),
        log,
      ).send({ kind: 'channel', platform: 'telegram', id: '-1' }, ALERT, 'a_bot'),
    };
    expect(sent).toEqual({ discord: 'unreachable', telegram: 'unreachable' });
    task.meta.outcome = '"unreachable", to be tried later';
  });

  it('whose connection breaks before an answer: may have been sent', async ({ task }) => {
    const server = createServer((request) => {
      request.resume().on('end', () => request.socket.resetAndDestroy());
    });
    const loopback = await listenOnLoopback(server);
    const log = createLog({ level: 'silent', secrets: [] });
    const token = new Secret('1:nobody');
    const root = `http://${loopback.host}`;
    let requests = 0;
    server.on('request', () => {
      requests += 1;
    });
    const onDiscord = new DiscordMessenger(token, `${root}/api`, log, new Agent());
    const channel = (platform: Platform): Destination => ({ kind: 'channel', platform, id: '1' });
    expect(await onDiscord.send(channel('discord'), ALERT, 'nonce')).toBe('unknown');
    const onTelegram = new TelegramMessenger(token, callsOver(new Agent(), { token, apiRoot: root }), log);
    expect(await onTelegram.send(channel('telegram'), ALERT, 'a_bot')).toBe('unknown');
    expect(requests).toBe(2);
    await loopback.close();
    task.meta.outcome = '"unknown" after one attempt on both platforms';
  });
});

describe('a message to a platform that the bot does not run on', () => {
  const to = { kind: 'person', user: 'telegram:1' } as const;

  it('since it is not configured: surely not sent', async ({ task }) => {
    const harness = await Harness.prepare({ platforms: ['discord'] });
    try {
      const { notifier } = await harness.startApp();
      expect(await notifier.send(to, ALERT, 'nonce')).toBe('unreachable');
    } finally {
      await harness.stop();
    }
    task.meta.outcome = '"unreachable", to be tried later';
  });

  it('since the token was refused: surely not sent', async ({ task }) => {
    const harness = await Harness.prepare({ platforms: ['telegram'] });
    try {
      harness.telegram.failNext('getMe', { error_code: 401, description: 'Unauthorized' });
      const { notifier, abandoned } = await harness.launchApp();
      await abandoned;
      expect(await notifier.send(to, ALERT, 'nonce')).toBe('unreachable');
    } finally {
      await harness.stop();
    }
    task.meta.outcome = '"unreachable", to be tried later';
  });
});
