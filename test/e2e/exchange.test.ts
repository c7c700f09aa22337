import { Events, Routes } from 'discord.js';
import { Agent } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Reply } from '../../src/chat/reply.ts';
import { newClient } from '../../src/discord/client.ts';
import { newReply, pressedMessage } from '../../src/discord/exchange.ts';
import { createLog } from '../../src/log.ts';
import type { DiscordSandbox, SandboxMessage } from '../../src/sandbox/discord/index.ts';
import type { TelegramSandbox } from '../../src/sandbox/telegram/index.ts';
import { editedMessage, identityOf, newMessage } from '../../src/telegram/exchange.ts';
import { createRest, register, startSandbox as startDiscord } from '../sandbox/discord/harness.ts';
import { png } from '../sandbox/png.ts';
import { startBot, startSandbox as startTelegram } from '../sandbox/telegram/harness.ts';
import { wordsOf } from './discord-message.ts';

const reply = (words: string, more: Partial<Reply> = {}): Reply => ({
  outcome: 'ok',
  tone: 'neutral',
  paragraphs: [words],
  buttons: [{ kind: 'action', label: 'Next', style: 'primary', action: { command: 'usage', press: 'next' } }],
  ...more,
});

const chart = (width: number) => ({ png: png(width, 2), alt: `A chart of ${width}` });

/** A bot that gives these answers, in their order, to whatever it is asked. */
async function discordBot(sandbox: DiscordSandbox, replies: Reply[]): Promise<void> {
  await register(sandbox, { name: 'usage', description: 'd' });
  const client = newClient(sandbox.apiRoot, createLog({ level: 'silent', secrets: [] }), new Agent());
  onTestFinished(() => client.destroy());
  client.on(Events.InteractionCreate, async (interaction) => {
    const next = replies.shift();
    if (next === undefined || !interaction.isRepliable()) return;
    const exchange = interaction.isButton() ? pressedMessage(interaction) : newReply(interaction);
    await exchange.acknowledge?.();
    await exchange.deliver(next);
  });
  await client.login(sandbox.token);
}

async function telegramBot(sandbox: TelegramSandbox, replies: Reply[]): Promise<void> {
  await startBot(sandbox, (bot) => {
    bot.use(async (ctx) => {
      const next = replies.shift();
      if (next === undefined || ctx.from === undefined) return;
      const exchange = ctx.callbackQuery === undefined ? newMessage : editedMessage;
      expect(await exchange(ctx, identityOf(ctx.from.id)).deliver(next)).toBe('delivered');
    });
  });
}

describe('the answer to a pressed button on Discord', () => {
  const shown = (message: SandboxMessage) => ({
    words: wordsOf(message).trim(),
    pictures: message.attachments.map(({ description }) => description),
    inEmbed: message.embeds[0]?.image?.url,
  });

  it('brings a picture, changes it and takes it away', async () => {
    const sandbox = await startDiscord();
    await discordBot(sandbox, [
      reply('one'),
      reply('two', { picture: chart(2) }),
      reply('three', { picture: chart(3) }),
      reply('four'),
    ]);
    const user = sandbox.user({ username: 'kim' });
    const message = await user.slash('usage').reply();
    expect(shown(message)).toEqual({ words: 'one', pictures: [], inEmbed: undefined });
    for (const [words, alt] of [['two', 'A chart of 2'], ['three', 'A chart of 3'], ['four']]) {
      expect(await user.press(message, 'Next').reply()).toBe(message);
      const { pictures, inEmbed, ...rest } = shown(message);
      expect([rest.words, pictures]).toEqual([words, alt === undefined ? [] : [alt]]);
      expect(inEmbed).toBe(message.attachments[0]?.url);
    }
  });

  it('is a message of its own where that is asked for, and no more lasting or public than is meant', async () => {
    const sandbox = await startDiscord();
    const fresh = reply('file', { fresh: true, file: { name: 'a.csv', content: 'a' } });
    await discordBot(sandbox, [reply('ephemeral'), fresh, fresh, fresh]);
    const user = sandbox.user({ username: 'kim' });
    const guild = sandbox.guild({ name: 'Team' });
    const post = (channelId: string) =>
      createRest(sandbox).post(Routes.channelMessages(channelId), {
        body: {
          content: 'lasting',
          components: [{ type: 1, components: [{ type: 2, style: 1, label: 'Next', custom_id: 'next' }] }],
        },
      });
    await Promise.all([post(user.dmChannel.id), post(guild.channel.id)]);
    const pressed = [
      { message: await user.slash('usage').reply(), answeredForOneOnly: true },
      { message: user.dmChannel.messages.entries[0], answeredForOneOnly: false },
      { message: guild.channel.messages.entries[0], answeredForOneOnly: true },
    ];
    for (const { message, answeredForOneOnly } of pressed) {
      if (message === undefined) throw new Error('there is no message to press a button of');
      const answer = await user.press(message, 'Next').messages.waitFor(() => true, 'a new message');
      expect(answer).not.toBe(message);
      expect(wordsOf(answer).trim()).toBe('file');
      expect(answer.attachments.map(({ filename }) => filename)).toEqual(['a.csv']);
      expect(answer.ephemeral).toBe(answeredForOneOnly);
      expect(message.edits).toBe(0);
    }
  });
});

describe('the answer to a pressed button on Telegram', () => {
  async function started(replies: Reply[]) {
    const sandbox = await startTelegram();
    await telegramBot(sandbox, replies);
    const user = sandbox.user({ firstName: 'Kim' });
    const { messages } = user.privateChat;
    const answers = () => messages.entries.filter(({ from }) => from.isBot);
    user.send('/usage');
    const message = await messages.waitFor(({ from }) => from.isBot, 'an answer');
    return { sandbox, user, answers, message };
  }

  it('turns a text into a picture, and changes that', async () => {
    const { user, answers, message } = await started([
      reply('one'),
      reply('two', { picture: chart(2) }),
      reply('three', { picture: chart(3) }),
    ]);
    for (const width of [2, 3]) {
      await user.press(message, 'Next');
      expect(message.photo?.bytes.equals(chart(width).png)).toBe(true);
      expect(message.text).toContain(`A chart of ${width}`);
      expect(message.keyboard.flat()).toHaveLength(1);
    }
    expect(answers()).toEqual([message]);
  });

  it('says that nothing changed for a picture too', async () => {
    const same = reply('same', { picture: chart(2), whenUnchanged: 'Nothing new' });
    const { user, message } = await started([same, same]);
    expect(await user.press(message, 'Next')).toMatchObject({ kind: 'answer', text: 'Nothing new' });
    expect(message.edits).toBe(0);
  });

  it('leaves a picture, and its buttons, where the next answer is a text', async () => {
    const { user, answers, message } = await started([
      reply('one', { picture: chart(2) }),
      reply('two'),
      reply('three', { file: { name: 'a.csv', content: 'a' } }),
    ]);
    await user.press(message, 'Next');
    await user.press(message, 'Next');
    expect(answers().map(({ text }) => text.split('\n')[0])).toEqual(['one', 'two', 'three']);
    expect(answers()[2]?.document?.fileName).toBe('a.csv');
    expect([message.edits, message.keyboard.flat().length]).toEqual([0, 1]);
  });

  it('is a message of its own where that is asked for', async () => {
    const { user, answers, message } = await started([
      reply('one'),
      reply('two', { fresh: true, picture: chart(2) }),
    ]);
    expect(await user.press(message, 'Next')).toMatchObject({ kind: 'answer', text: '' });
    expect(answers().map(({ isPhoto }) => isPhoto)).toEqual([false, true]);
    expect(message.edits).toBe(0);
  });

  it('is sent anew where the message is gone', async () => {
    const { sandbox, user, answers, message } = await started([
      reply('one', { picture: chart(2) }),
      reply('two', { picture: chart(3) }),
    ]);
    sandbox.failNext('editMessageMedia', {
      error_code: 400,
      description: 'Bad Request: message to edit not found',
    });
    expect(await user.press(message, 'Next')).toMatchObject({ kind: 'answer', text: '' });
    expect(answers().map(({ photo }) => photo?.width)).toEqual([2, 3]);
  });
});
