import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TelegramGroup, TelegramMessage, TelegramUser } from '../../src/sandbox/telegram/index.ts';
import { Harness } from './harness.ts';

describe('the bot on Telegram', () => {
  let harness: Harness;

  beforeAll(async () => {
    harness = await Harness.start({
      platforms: ['telegram'],
      env: { CURRENCY: 'USD', TOPUP_URL: 'https://example.com/top-up' },
    });
  });
  afterAll(() => harness.stop());

  const person = (languageCode = 'en'): TelegramUser =>
    harness.telegram.user({ firstName: 'Bob', languageCode });

  /** Sends a text and waits for the bot's next message in that chat. */
  async function ask(user: TelegramUser, text: string, group?: TelegramGroup): Promise<TelegramMessage> {
    const chat = group ?? user.privateChat;
    const before = new Set(chat.messages.entries.filter(({ from }) => from.isBot));
    user.send(text, group && { in: group });
    return chat.messages.waitFor(
      (message) => message.from.isBot && !before.has(message),
      `an answer in ${chat.type}`,
    );
  }

  const buttons = (message: TelegramMessage) => message.keyboard.flat().map(({ text }) => text);

  it('tells a newcomer how to register a key, in English and in Chinese', async () => {
    const english = await ask(person('en'), '/balance');
    expect(english.text).toContain('You have no key registered yet');
    expect(english.text).toContain('https://vip.gptchatclub.com/api');
    expect(english.text).toContain('Send it to me here');
    const chinese = await ask(person('zh-hans'), '/balance');
    expect(chinese.text).toContain('你还没有登记密钥');
    expect(chinese.text).toContain('https://vip.gptchatclub.com/api');
  });

  it('registers a key, deletes the message that it came in, and answers with the balance', async () => {
    const user = person();
    const key = harness.key({ kind: 'good' });
    const reply = await ask(user, key);
    expect(reply.text).toContain('Your key is registered');
    expect(reply.text).toContain(`sk-…${key.slice(-4)}`);
    expect(reply.text).toContain('2,005,317.99 of 2,100,000');
    expect(reply.text).toContain('200.531799 USD of 210 USD');
    expect(reply.text).toContain('▰▰▰▰▰▰▰▰▰▱ 95.5% left');
    expect(reply.text).toContain('deleted your message');
    expect(user.privateChat.deleted.entries.map(({ text }) => text)).toEqual([key]);
    expect(buttons(reply)).toEqual(['Warn me at 10% and 3 days left', 'Refresh', 'Usage', 'Top up']);
  });

  it('drops a Bearer prefix and finds a key behind /key or among words', async () => {
    for (const around of ['Bearer KEY', '/key KEY', 'my key is KEY, thanks']) {
      const user = person();
      const reply = await ask(user, around.replace('KEY', harness.key({ kind: 'good' })));
      expect(reply.text).toContain('Your key is registered');
      expect(user.privateChat.deleted.entries).toHaveLength(1);
    }
  });

  it('registers a key that a message became when it was corrected', async () => {
    const user = person();
    await ask(user, 'oops');
    const sent = user.privateChat.messages.entries.find(({ from }) => !from.isBot);
    if (sent === undefined) throw new Error('the message is gone');
    user.edit(sent, harness.key({ kind: 'good' }));
    await user.privateChat.messages.waitFor(({ text }) => text.includes('Your key is registered'));
  });

  it('guides after a refused key, by HTTP status or by code, stores nothing and keeps the older key', async () => {
    for (const httpStatus of [401, 200] as const) {
      const user = person();
      const reply = await ask(user, harness.key({ kind: 'refused', httpStatus }));
      expect(reply.text).toContain('That key was refused');
      expect(reply.text).toContain('Copy your key from your account page');
      expect((await ask(user, '/key')).text).toContain('You have no key registered yet');
    }
    const user = person();
    const good = harness.key({ kind: 'good' });
    await ask(user, good);
    const reply = await ask(user, harness.key({ kind: 'refused', httpStatus: 401 }));
    expect(reply.text).toContain(`Your earlier key sk-…${good.slice(-4)} is still registered`);
    expect((await ask(user, '/balance')).text).toContain('2,005,317.99');
  });

  it('guides when the stored key stops working', async () => {
    const user = person();
    const key = harness.key({ kind: 'good' });
    await ask(user, key);
    harness.billing.setKey(key, { kind: 'refused', httpStatus: 200 });
    expect((await ask(user, '/balance')).text).toContain('Your key has stopped working');
  });

  it('refreshes a balance in place, and says so when nothing has changed', async () => {
    const user = person();
    const key = harness.key({ kind: 'good' });
    await ask(user, key);
    const message = await ask(user, '/balance');
    expect(await user.press(message, 'Refresh')).toMatchObject({ text: 'Nothing has changed.' });
    harness.billing.setKey(key, {
      kind: 'good',
      figures: {
        remainingPoints: '0.000000',
        points: '0.000000',
        remainingAmount: '-3.500000',
        amount: '7.000000',
      },
    });
    await user.press(message, 'Refresh');
    expect(message.edits).toBe(1);
    expect(message.text).toContain('−3.5 USD of 7 USD');
    expect(message.text).toContain('▱▱▱▱▱▱▱▱▱▱ overdrawn (−50%)');
  });

  it('offers to store a key unchecked while the API is down, and checks it later', async () => {
    const user = person();
    const key = harness.key({ kind: 'raw', status: 503, body: '<html>busy</html>' });
    const reply = await ask(user, key);
    expect(reply.text).toContain('I could not check your key');
    expect(buttons(reply)).toEqual(['Store it unchecked', 'Do not store it']);
    expect((await ask(user, '/key')).text).toContain('You have no key registered yet');
    await user.press(reply, 'Store it unchecked');
    expect(reply.text).toContain('Your key is stored, unchecked');
    expect((await ask(user, '/key')).text).toContain('has not been checked yet');
    harness.billing.setKey(key, { kind: 'refused', httpStatus: 401 });
    expect((await ask(user, '/balance')).text).toMatch(/That key does not work.*stored unchecked/s);
    harness.billing.setKey(key, { kind: 'good' });
    expect((await ask(user, '/balance')).text).toContain('2,005,317.99');
    expect((await ask(user, '/key')).text).not.toContain('has not been checked yet');
  });

  it('throws an offered key away when asked to', async () => {
    const user = person();
    const reply = await ask(user, harness.key({ kind: 'reset' }));
    await user.press(reply, 'Do not store it');
    expect(reply.text).toContain('it is gone');
    expect((await ask(user, '/key')).text).toContain('You have no key registered yet');
  });

  it('shows the last balance, dated, while the API is down', async () => {
    const user = person();
    const key = harness.key({ kind: 'good' });
    await ask(user, key);
    harness.billing.setKey(key, { kind: 'raw', status: 200, body: '<html>maintenance</html>' });
    const reply = await ask(user, '/balance');
    expect(reply.text).toContain('This is not your balance now');
    expect(reply.text).toMatch(/from .*20\d\d.* UTC, \d+ (second|minute)s? ago/);
    expect(reply.text).toContain('2,005,317.99');
    await harness.log.waitFor(
      ({ outcome, reason }) => outcome === 'stale' && reason === 'html',
      'the log line',
    );
  });

  it('passes a rate limit on with its wait', async () => {
    const user = person();
    const key = harness.key({ kind: 'raw', status: 429, headers: { 'retry-after': '90' }, body: '' });
    const offer = await ask(user, key);
    expect(offer.text).toContain('Try again in 2 minutes');
  });

  it('shows which key is registered, and removes it after a confirmation', async () => {
    const user = person();
    const key = harness.key({ kind: 'good' });
    await ask(user, key);
    expect((await ask(user, '/key')).text).toContain(`sk-…${key.slice(-4)}, registered on`);
    const question = await ask(user, '/removekey');
    await user.press(question, 'Keep it');
    expect(question.text).toContain('stays registered');
    const again = await ask(user, '/removekey');
    await user.press(again, 'Remove it');
    expect(again.text).toContain('Your key is removed');
    expect((await ask(user, '/balance')).text).toContain('You have no key registered yet');
    expect((await ask(user, '/removekey')).text).toContain('nothing to remove');
  });

  it('does not remove a newer key by an older question', async () => {
    const user = person();
    await ask(user, harness.key({ kind: 'good' }));
    const question = await ask(user, '/removekey');
    const choice = await ask(user, harness.key({ kind: 'good' }));
    await user.press(choice, buttons(choice).find((label) => label.startsWith('Replace ')) ?? '');
    await user.press(question, 'Remove it');
    expect(question.text).toContain('not registered any more');
    expect((await ask(user, '/balance')).text).toContain('2,005,317.99');
  });

  it('hints at text that is no key, and at messages without text, and leaves them in the chat', async () => {
    const user = person();
    for (const text of ['hello', 'what can you do?', 'https://example.com/some/long/path', '你好']) {
      expect((await ask(user, text)).text).toContain('If you meant to send your API key');
    }
    const before = user.privateChat.messages.entries.length;
    user.sendPhoto();
    await user.privateChat.messages.waitFor(() => user.privateChat.messages.entries.length === before + 2);
    expect(user.privateChat.deleted.entries).toEqual([]);
  });

  it('answers an unknown command kindly', async () => {
    expect((await ask(person(), '/balanse')).text).toContain('I do not know that command');
  });

  it('lets people choose the language by buttons or by name, and remembers it', async () => {
    const user = person('en');
    const question = await ask(user, '/language');
    expect(buttons(question)).toEqual(['English', '简体中文']);
    await user.press(question, '简体中文');
    expect(question.text).toContain('从现在起使用中文');
    expect((await ask(user, '/help')).text).toContain('我能做什么');
    expect((await ask(user, '/language en')).text).toContain('I will use English from now on');
  });

  it('tells what it stores and how to erase it', async () => {
    expect((await ask(person(), '/privacy')).text).toMatch(
      /What I store:.*How:.*For how long:.*How to erase it:/s,
    );
  });

  it('publishes its commands for each language and kind of chat, and not again when nothing has changed', async () => {
    const names = (scope: 'all_private_chats' | 'all_group_chats', language?: string) =>
      harness.telegram.commands({ type: scope }, language).map(({ command }) => command);
    const personal = [
      'balance',
      'usage',
      'alert',
      'export',
      'key',
      'namekey',
      'removekey',
      'link',
      'unlink',
      'timezone',
      'language',
      'announce',
      'privacy',
      'forget',
      'help',
      'start',
    ];
    expect(names('all_private_chats')).toEqual(personal);
    expect(names('all_private_chats', 'zh')).toEqual(personal);
    expect(names('all_group_chats', 'zh')).toEqual(['balance', 'announce', 'help']);
    const [balance] = harness.telegram.commands({ type: 'all_private_chats' }, 'zh');
    expect(balance?.description).toBe('查看你的 API 密钥还剩多少');
    const writes = () =>
      harness.telegram.calls.entries.filter(({ method }) => method.startsWith('setMy')).length;
    expect(writes()).toBe(8);
    await harness.stopApp();
    await harness.startApp();
    expect(writes()).toBe(8);
  });

  it('shows no balance in a group, but the way to the private chat, which then answers', async () => {
    const user = person();
    await ask(user, harness.key({ kind: 'good' }));
    const group = harness.telegram.group({ title: 'Friends' });
    const inGroup = await ask(user, `/balance@${harness.telegram.botUsername}`, group);
    expect(inGroup.text).not.toMatch(/\d/);
    expect(buttons(inGroup)).toEqual(['Open private chat']);
    const before = user.privateChat.messages.entries.length;
    expect(await user.press(inGroup, 'Open private chat')).toMatchObject({ kind: 'start' });
    const answer = await user.privateChat.messages.waitFor(
      (message) => message.from.isBot && user.privateChat.messages.entries.indexOf(message) >= before,
    );
    expect(answer.text).toContain('2,005,317.99');
  });

  it('deletes a key shown in a group where it may, and advises to replace it', async () => {
    const user = person();
    const key = harness.key({ kind: 'good' });
    const group = harness.telegram.group({ title: 'Friends', botMayDelete: true });
    const advice = await ask(user, `/key ${key}`, group);
    expect(advice.text).toContain('I have deleted the message');
    expect(advice.text).toContain('Replace that key');
    expect(group.deleted.entries).toHaveLength(1);
    const way = await ask(user, '/help', group);
    user.send(`here: ${key}`, { in: group, replyTo: way });
    await group.deleted.waitFor(({ text }) => text.includes('here:'));
    expect(harness.billing.timesAsked(key)).toBe(0);
  });

  it('asks the sender to delete a key where it may not', async () => {
    const group = harness.telegram.group({ title: 'Strangers', botMayDelete: false });
    const advice = await ask(person('zh'), `/balance ${harness.key({ kind: 'good' })}`, group);
    expect(advice.text).toContain('请立即删除你的消息');
  });

  it('leaves other talk in a group alone', async () => {
    const user = person();
    const group = harness.telegram.group({ title: 'Friends', botMayDelete: true });
    const way = await ask(user, '/help', group);
    user.send('thank_you_very_much', { in: group, replyTo: way });
    await ask(user, '/help', group);
    expect(group.deleted.entries).toEqual([]);
    expect(group.messages.entries.filter(({ from }) => from.isBot)).toHaveLength(2);
  });

  it('answers the updates of one chat in their order', async () => {
    const user = person();
    const key = harness.key({ kind: 'good' });
    user.send(key);
    user.send('/balance');
    user.send('/key');
    const fourth = await user.privateChat.messages.waitFor(({ text }) => text.includes('registered on'));
    const answers = user.privateChat.messages.entries.filter(({ from }) => from.isBot);
    expect(answers.map(({ text }) => text.split('\n')[0])).toEqual([
      'Your key is registered',
      'Your balance',
      'Your registered key',
    ]);
    expect(answers.at(-1)).toBe(fourth);
  });

  it('answers buttons of an older version, and those made for somebody else, kindly', async () => {
    const user = person();
    await ask(user, '/help');
    for (const [callbackData, answer] of [
      ['balance:refresh', 'no longer works'],
      ['0|balance|refresh||1', 'no longer works'],
      [`1|balance|refresh||${user.id + 1}`, 'made for somebody else'],
      [`1|balance|no-such-press||${user.id}`, 'no longer works'],
      [`1|balance|constructor||${user.id}`, 'no longer works'],
    ] as const) {
      const sent = await fetch(`${harness.telegram.apiRoot}/bot${harness.telegram.token}/sendMessage`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          chat_id: user.id,
          text: callbackData,
          reply_markup: { inline_keyboard: [[{ text: 'Old', callback_data: callbackData }]] },
        }),
      });
      expect(sent.status).toBe(200);
      const message = user.privateChat.messages.entries.findLast(({ text }) => text === callbackData);
      if (message === undefined) throw new Error('the message is not there');
      expect(await user.press(message, 'Old')).toMatchObject({
        text: expect.stringContaining(answer),
        alert: true,
      });
      expect(message.edits).toBe(0);
    }
  });

  it('goes on after Telegram has refused to answer for a moment', async () => {
    const user = person();
    harness.telegram.failNext('sendMessage', {
      error_code: 429,
      description: 'Too Many Requests: retry after 0',
      parameters: { retry_after: 0 },
    });
    expect((await ask(user, '/help')).text).toContain('What I can do');
  });

  it('outlives a person who has blocked it', async () => {
    const user = person();
    await ask(user, '/help');
    harness.telegram.failNext('sendMessage', {
      error_code: 403,
      description: 'Forbidden: bot was blocked by the user',
    });
    user.send('/privacy');
    await harness.log.waitFor(({ command, outcome }) => command === 'privacy' && outcome === 'blocked');
    expect((await ask(user, '/help')).text).toContain('What I can do');
  });

  it('sends only what the Bot API knows', () => {
    expect(harness.telegram.calls.entries.flatMap(({ unknownFields }) => unknownFields)).toEqual([]);
    const refused = harness.telegram.calls.entries.filter(({ status }) => status === 400);
    expect(
      refused
        .map(({ method }) => method)
        .filter((method) => !['editMessageText', 'deleteMessage'].includes(method)),
    ).toEqual([]);
  });
});
