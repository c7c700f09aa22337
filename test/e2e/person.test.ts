import { Routes } from 'discord.js';
import { InputFile } from 'grammy';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Platform } from '../../src/identity.ts';
import { connect, createRest, lastInteraction, register } from '../sandbox/discord/harness.ts';
import { png } from '../sandbox/png.ts';
import { createBot } from '../sandbox/telegram/harness.ts';
import { type Person, PLATFORMS, personOn } from './person.ts';
import { type Sandboxes, startSandboxes, stopSandboxes } from './sandboxes.ts';

const TEXT_FILE = { name: 'history.csv', text: 'day,amount\r\n' };

/** What a bot does, without this project's bot. */
interface Puppet {
  /** How the bot is told of the last command. */
  lastCommand(): Promise<string>;
  answerCommand(text: string): Promise<unknown>;
  /** Writes unasked, with a button. */
  send(text: string): Promise<unknown>;
  sendPicture(alt: string): Promise<unknown>;
  sendFile(): Promise<unknown>;
  /** Answers the press of a button with a message of its own. */
  answerPress(text: string): Promise<unknown>;
}

async function discordPuppet({ discord }: Sandboxes, { id }: Person): Promise<Puppet> {
  const option = { type: 3, description: 'd' };
  const options = [
    { ...option, name: 'name' },
    { ...option, type: 10, name: 'below' },
  ];
  await register(discord, { name: 'alert', description: 'd', options });
  await connect(discord);
  const rest = createRest(discord);
  const opened = await rest.post(Routes.userChannels(), { body: { recipient_id: id } });
  const { id: channelId } = opened as { id: string };
  const post = (body: object, files: { name: string; data: Buffer | string }[] = []) =>
    rest.post(Routes.channelMessages(channelId), { body, files });
  const answer = (content: string) => {
    const { id, token } = lastInteraction(discord);
    return rest.post(Routes.interactionCallback(id, token), {
      auth: false,
      body: { type: 4, data: { content } },
    });
  };
  return {
    lastCommand: async () => JSON.stringify(lastInteraction(discord).data?.options),
    answerCommand: answer,
    answerPress: answer,
    send: (content) =>
      post({
        content,
        components: [{ type: 1, components: [{ type: 2, style: 1, label: 'Go', custom_id: 'go' }] }],
      }),
    sendPicture: (description) =>
      post({ attachments: [{ id: '0', description }] }, [{ name: 'chart.png', data: png(2, 2) }]),
    sendFile: () => post({}, [{ name: TEXT_FILE.name, data: TEXT_FILE.text }]),
  };
}

async function telegramPuppet({ telegram }: Sandboxes, person: Person): Promise<Puppet> {
  const { api } = createBot(telegram);
  const chatId = Number(person.id);
  person.tell('/start');
  let offset = 0;
  const next = async () => {
    const [update] = await api.getUpdates({ offset, limit: 1, timeout: 5 });
    offset = (update?.update_id ?? 0) + 1;
    return update;
  };
  await next();
  return {
    lastCommand: async () => (await next())?.message?.text ?? '',
    answerCommand: (text) => api.sendMessage(chatId, text),
    send: (text) =>
      api.sendMessage(chatId, text, {
        reply_markup: { inline_keyboard: [[{ text: 'Go', callback_data: 'go' }]] },
      }),
    sendPicture: (caption) => api.sendPhoto(chatId, new InputFile(png(2, 2), 'chart.png'), { caption }),
    sendFile: () => api.sendDocument(chatId, new InputFile(Buffer.from(TEXT_FILE.text), TEXT_FILE.name)),
    answerPress: async (text) => {
      await api.answerCallbackQuery((await next())?.callback_query?.id ?? '');
      await api.sendMessage(chatId, text);
    },
  };
}

describe.each(PLATFORMS)('a person on %s', (platform: Platform) => {
  let sandboxes: Sandboxes;
  let person: Person;
  let puppet: Puppet;

  beforeEach(async () => {
    sandboxes = await startSandboxes();
    person = personOn(platform, sandboxes);
    puppet = await (platform === 'discord' ? discordPuppet : telegramPuppet)(sandboxes, person);
  });
  afterEach(() => stopSandboxes(sandboxes));

  it('reads what nobody asked for, each message once, and presses its buttons', async () => {
    await puppet.send('first');
    const second = person.waitForMessage((words) => words.includes('second'));
    await puppet.send('second');
    expect(await second).toContain('second');
    expect(await person.waitForMessage('')).toContain('first');
    const pressed = person.pressForNew('Go');
    await puppet.answerPress('pressed');
    expect(await pressed).toContain('pressed');
    await puppet.send('third');
    expect(await person.waitForMessage('')).toContain('third');
    expect(person.shown()).toEqual([expect.stringContaining('third'), 'Go']);
  });

  it('sees pictures and files', async () => {
    await puppet.sendPicture('A chart');
    await person.waitForMessage('');
    expect([person.picture(), person.file()]).toEqual([{ png: png(2, 2), alt: 'A chart' }, undefined]);
    await puppet.sendFile();
    await person.waitForMessage('');
    expect([person.picture(), person.file()]).toEqual([undefined, TEXT_FILE]);
  });

  it('gives values to the options of a command', async () => {
    const answer = person.command('alert', { name: 'work', below: 50 });
    const told = {
      discord: '"value":"work"},{"name":"below","type":10,"value":50}',
      telegram: '/alert work below:50',
    };
    expect(await puppet.lastCommand()).toContain(told[platform]);
    await puppet.answerCommand('done');
    expect(await answer).toContain('done');
  });

  it('blocks the bot, and lets it write again', async () => {
    person.block();
    await expect(puppet.send('unwanted')).rejects.toThrow(
      /Cannot send messages to this user|blocked by the user/,
    );
    person.unblock();
    await puppet.send('wanted');
    expect(await person.waitForMessage('')).toContain('wanted');
  });
});
