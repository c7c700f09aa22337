import { describe, expect, it } from 'vitest';
import { call, startBot, startSandbox } from './harness.ts';

const CANNOT_DELETE = "Bad Request: message can't be deleted";

describe('privacy mode', () => {
  async function heard(botMayDelete: boolean): Promise<string[]> {
    const sandbox = await startSandbox({ botUsername: 'me_bot' });
    const texts: string[] = [];
    const { bot } = await startBot(sandbox, (bot) => {
      bot.on('message:text', async (ctx) => {
        texts.push(ctx.msg.text);
        if (ctx.msg.text === '/last') await ctx.reply('end');
      });
    });
    const group = sandbox.group({ title: 'All', botMayDelete });
    const ann = sandbox.user({ firstName: 'Ann' });
    const fromBot = await bot.api.sendMessage(group.id, 'hello');
    const replyTo = await group.messages.waitFor(({ messageId }) => messageId === fromBot.message_id);
    ann.send('just talk', { in: group });
    ann.send('/balance', { in: group });
    ann.send('/balance@me_bot', { in: group });
    ann.send('/balance@other_bot', { in: group });
    ann.send('a reply', { in: group, replyTo });
    ann.send('well, @Me_Bot?', { in: group });
    ann.send('/last', { in: group });
    await group.messages.waitFor(({ text }) => text === 'end');
    return texts;
  }

  it('shows commands, replies and mentions alone', async () => {
    const seen = ['/balance', '/balance@me_bot', 'a reply', 'well, @Me_Bot?', '/last'];
    expect(await heard(false)).toEqual(seen);
  });

  it('hides nothing from an administrator', async () => {
    expect(await heard(true)).toHaveLength(7);
  });
});

describe('deletion', () => {
  it('takes the user’s message in the private chat', async () => {
    const sandbox = await startSandbox();
    const ann = sandbox.user({ firstName: 'Ann' });
    const secret = ann.send('secret');
    const target = { chat_id: ann.id, message_id: secret.messageId };

    expect((await call(sandbox, 'deleteMessage', target)).body).toEqual({ ok: true, result: true });
    expect(ann.privateChat.messages.entries).toEqual([]);
    expect(ann.privateChat.deleted.entries).toEqual([secret]);
    expect((await call(sandbox, 'deleteMessage', target)).body.description).toBe(
      'Bad Request: message to delete not found',
    );
  });

  it.each([
    { type: 'supergroup', botMayDelete: true },
    { type: 'supergroup', botMayDelete: false },
    { type: 'group', botMayDelete: true },
    { type: 'group', botMayDelete: false },
  ] as const)('in a $type asks for the right: $botMayDelete', async ({ type, botMayDelete }) => {
    const sandbox = await startSandbox();
    const group = sandbox.group({ title: 'All', type, botMayDelete });
    const { messageId } = sandbox.user({ firstName: 'Ann' }).send('secret', { in: group });
    const { body } = await call(sandbox, 'deleteMessage', { chat_id: group.id, message_id: messageId });
    expect(body.ok || body.description).toBe(botMayDelete || CANNOT_DELETE);
    const own = await call(sandbox, 'sendMessage', { chat_id: group.id, text: 'own' });
    const { message_id } = own.body.result as { message_id: number };
    expect((await call(sandbox, 'deleteMessage', { chat_id: group.id, message_id })).body.ok).toBe(true);
  });

  it('ends after 48 hours', async () => {
    let now = Date.UTC(2026, 0, 1);
    const sandbox = await startSandbox({ now: () => now });
    const ann = sandbox.user({ firstName: 'Ann' });
    const ids = [ann.send('a'), ann.send('b')].map(({ messageId }) => messageId);
    now += 48 * 60 * 60 * 1000 - 1000;
    expect((await call(sandbox, 'deleteMessage', { chat_id: ann.id, message_id: ids[0] })).body.ok).toBe(
      true,
    );
    now += 1000;
    const late = await call(sandbox, 'deleteMessage', { chat_id: ann.id, message_id: ids[1] });
    expect(late.body.description).toBe(CANNOT_DELETE);
  });

  it('of many passes over those that are gone, and spares all if one must stay', async () => {
    const sandbox = await startSandbox();
    const group = sandbox.group({ title: 'All' });
    const own = await call(sandbox, 'sendMessage', { chat_id: group.id, text: 'own' });
    const { message_id } = own.body.result as { message_id: number };
    const { messageId } = sandbox.user({ firstName: 'Ann' }).send('talk', { in: group });
    const refused = await call(sandbox, 'deleteMessages', {
      chat_id: group.id,
      message_ids: [message_id, messageId],
    });
    expect(refused.body.description).toBe(CANNOT_DELETE);
    expect(group.messages.entries).toHaveLength(2);
    const done = await call(sandbox, 'deleteMessages', { chat_id: group.id, message_ids: [message_id, 999] });
    expect(done.body.ok).toBe(true);
    expect(group.messages.entries).toHaveLength(1);
  });
});

describe('the standing', () => {
  it('of people is told by getChatMember', async () => {
    const sandbox = await startSandbox();
    const group = sandbox.group({ title: 'All' });
    const ann = sandbox.user({ firstName: 'Ann' });
    const status = async () => {
      const { body } = await call(sandbox, 'getChatMember', { chat_id: group.id, user_id: ann.id });
      return (body.result as { status: string }).status;
    };
    expect(await status()).toBe('left');
    ann.send('hello', { in: group });
    expect(await status()).toBe('member');
    group.promote(ann.id);
    expect(await status()).toBe('administrator');
    group.promote(ann.id, 'creator');
    expect(await status()).toBe('creator');
    group.demote(ann.id);
    expect(await status()).toBe('member');
  });

  it.each(['group', 'supergroup'] as const)('of the bot in a %s decides what it may send', async (type) => {
    const sandbox = await startSandbox();
    const group = sandbox.group({ title: 'All', type });
    const ann = sandbox.user({ firstName: 'Ann' });
    const send = async () => (await call(sandbox, 'sendMessage', { chat_id: group.id, text: 'a' })).body;
    ann.setBotStanding(group, 'muted');
    expect((await send()).description).toBe(
      'Bad Request: not enough rights to send text messages to the chat',
    );
    const photo = await call(sandbox, 'sendPhoto', { chat_id: group.id, photo: 'id' });
    expect(photo.body.description).toBe('Bad Request: not enough rights to send photos to the chat');
    ann.setBotStanding(group, 'kicked');
    expect(await send()).toMatchObject({
      error_code: 403,
      description: `Forbidden: bot was kicked from the ${type} chat`,
    });
    ann.send('/balance', { in: group });
    ann.setBotStanding(group, 'present');
    expect((await send()).ok).toBe(true);
    const { body } = await call(sandbox, 'getUpdates');
    const updates = body.result as Record<string, { new_chat_member: { status: string } }>[];
    const standings = updates.map(({ my_chat_member: mine }) => mine?.new_chat_member.status);
    expect(standings).toEqual(type === 'group' ? ['kicked', 'member'] : ['restricted', 'kicked', 'member']);
  });
});
