import { InlineKeyboard, InputFile } from 'grammy';
import { describe, expect, it } from 'vitest';
import { png } from '../png.ts';
import { startBot, startSandbox } from './harness.ts';

describe('a conversation with the real grammY bot', () => {
  it('takes a command in and an HTML reply out', async () => {
    const sandbox = await startSandbox();
    await startBot(sandbox, (bot) => {
      bot.command('balance', (ctx) =>
        ctx.reply(`<b>${ctx.from?.first_name}</b>: 5 &lt; 6`, {
          parse_mode: 'HTML',
          reply_parameters: { message_id: ctx.msg.message_id },
        }),
      );
    });
    const ann = sandbox.user({ firstName: 'Änne', languageCode: 'de' });
    const question = ann.send('/balance');
    const reply = await ann.privateChat.messages.waitFor(({ from }) => from.isBot);

    expect(reply).toMatchObject({ text: 'Änne: 5 < 6', html: '<b>Änne</b>: 5 &lt; 6', edits: 0 });
    expect(reply.replyTo).toBe(question.messageId);
    expect(reply.entities).toEqual([{ type: 'bold', offset: 0, length: 4 }]);
    const sent = await sandbox.calls.waitFor(({ method }) => method === 'sendMessage');
    expect(sent).toMatchObject({ status: 200, unknownFields: [], response: { ok: true } });
    expect(JSON.stringify(sandbox.calls.entries)).not.toContain(sandbox.token);
  });

  it('answers a callback query and edits the message', async () => {
    const sandbox = await startSandbox();
    await startBot(sandbox, (bot) => {
      bot.command('start', (ctx) => ctx.reply('1', { reply_markup: new InlineKeyboard().text('more', 'm') }));
      bot.callbackQuery('m', async (ctx) => {
        await ctx.answerCallbackQuery({ text: 'done', show_alert: true });
        await ctx.editMessageText('2');
      });
    });
    const ann = sandbox.user({ firstName: 'Ann' });
    ann.send('/start');
    const message = await ann.privateChat.messages.waitFor(({ text }) => text === '1');

    expect(await ann.press(message, 'more')).toMatchObject({ kind: 'answer', text: 'done', alert: true });
    expect(await ann.privateChat.messages.waitFor(({ edits }) => edits === 1)).toBe(message);
    expect(message).toMatchObject({ text: '2', keyboard: [] });
    await expect(ann.press(message, 'more')).rejects.toThrow('no button "more"');
  });

  it('rejects a press that the bot does not answer', async () => {
    const sandbox = await startSandbox();
    await startBot(sandbox, (bot) => {
      bot.command('start', (ctx) => ctx.reply('1', { reply_markup: new InlineKeyboard().text('more', 'm') }));
    });
    const ann = sandbox.user({ firstName: 'Ann' });
    ann.send('/start');
    const message = await ann.privateChat.messages.waitFor(({ text }) => text === '1');
    await expect(ann.press(message, 'more', 1)).rejects.toThrow('no answerCallbackQuery');
  });

  it('opens the private chat from a deep link in a group', async () => {
    const sandbox = await startSandbox({ botUsername: 'deep_bot' });
    await startBot(sandbox, (bot) => {
      bot.chatType('private').command('start', (ctx) => ctx.reply(`payload ${ctx.match}`));
      bot.command('key', (ctx) =>
        ctx.reply('here', {
          reply_markup: new InlineKeyboard()
            .url('in private', 'https://t.me/deep_bot?start=setkey')
            .url('docs', 'https://example.com/docs'),
        }),
      );
    });
    const ann = sandbox.user({ firstName: 'Ann' });
    const group = sandbox.group({ title: 'All' });
    ann.send('/key', { in: group });
    const message = await group.messages.waitFor(({ text }) => text === 'here');

    expect(await ann.press(message, 'docs')).toEqual({ kind: 'url', url: 'https://example.com/docs' });
    expect(await ann.press(message, 'in private')).toMatchObject({ message: { text: '/start setkey' } });
    await ann.privateChat.messages.waitFor(({ text }) => text === 'payload setkey');
  });

  it('tells of edits and of photos, and takes a photo', async () => {
    const sandbox = await startSandbox();
    await startBot(sandbox, (bot) => {
      bot.on('edited_message:text', (ctx) => ctx.reply(`now ${ctx.msg.text}`));
      bot.on('message:photo', (ctx) =>
        ctx.replyWithPhoto(new InputFile(png(3, 2), 'chart.png'), {
          caption: `<i>${ctx.msg.caption}</i>`,
          parse_mode: 'HTML',
        }),
      );
    });
    const ann = sandbox.user({ firstName: 'Ann' });
    ann.edit(ann.send('old'), 'new');
    await ann.privateChat.messages.waitFor(({ text }) => text === 'now new');
    ann.sendPhoto({ caption: 'look' });
    const photo = await ann.privateChat.messages.waitFor(({ from, isPhoto }) => from.isBot && isPhoto);
    expect(photo.photo).toMatchObject({ bytes: png(3, 2), width: 3, height: 2 });
    expect(photo).toMatchObject({ text: 'look', entities: [{ type: 'italic', offset: 0, length: 4 }] });
    const sent = await sandbox.calls.waitFor(({ method }) => method === 'sendPhoto');
    expect(sent.unknownFields).toEqual([]);
  });

  it('tells the bot that it was blocked, and refuses what it writes then', async () => {
    const sandbox = await startSandbox();
    const { bot } = await startBot(sandbox, (bot) => {
      bot.on('my_chat_member', (ctx) =>
        bot.api.sendMessage(group.id, `${ctx.myChatMember.new_chat_member.status}`),
      );
    });
    const group = sandbox.group({ title: 'Log' });
    const ann = sandbox.user({ firstName: 'Ann' });
    await expect(bot.api.sendMessage(ann.id, 'hello')).rejects.toMatchObject({
      error_code: 403,
      description: "Forbidden: bot can't initiate conversation with a user",
    });
    ann.send('hi');
    await bot.api.sendMessage(ann.id, 'hello');
    ann.block();
    await group.messages.waitFor(({ text }) => text === 'kicked');
    await expect(bot.api.sendMessage(ann.id, 'hello')).rejects.toMatchObject({
      error_code: 403,
      description: 'Forbidden: bot was blocked by the user',
    });
    ann.unblock();
    await group.messages.waitFor(({ text }) => text === 'member');
    await bot.api.sendMessage(ann.id, 'again');
  });
});
