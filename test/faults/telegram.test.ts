import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BAD_GATEWAY } from '../../src/sandbox/telegram/index.ts';
import { Harness } from '../e2e/harness.ts';
import { ask, customerOf, nextAnswer, said, watchLog } from './conversation.ts';
import './outcome.ts';

describe('on Telegram', () => {
  let harness: Harness;

  beforeAll(async () => {
    harness = await Harness.start({ platforms: ['telegram'] });
  });
  afterAll(() => harness.stop());

  const person = () => harness.telegram.user({ firstName: 'Bob', languageCode: 'en' });

  const customer = () => customerOf(harness);

  it('429 with retry_after: the answer comes after it, and other chats do not wait', async ({ task }) => {
    const user = await customer();
    const other = await customer();
    const before = new Set(user.privateChat.messages.entries);
    harness.telegram.failNext('sendMessage', {
      error_code: 429,
      description: 'Too Many Requests: retry after 1',
      parameters: { retry_after: 1 },
    });
    user.send('/balance');
    await harness.telegram.calls.waitFor(({ status }) => status === 429, 'the refusal');
    expect((await ask(other, '/balance')).text).toContain('2,005,317.99');
    expect(user.privateChat.messages.entries.filter(({ from }) => from.isBot)).toHaveLength(1);
    expect((await nextAnswer(user, before)).text).toContain('2,005,317.99');
    await ask(user, '/help');
    expect(said(user)).toEqual(['Your key is registered', 'Your balance', 'What I can do']);
    task.meta.outcome = 'the reply comes after the wait, once; other chats are answered meanwhile';
  });

  it('429 with a long retry_after: that answer is given up, and the chat goes on', async ({ task }) => {
    const user = await customer();
    const logged = watchLog(harness);
    harness.telegram.failNext('sendMessage', {
      error_code: 429,
      description: 'Too Many Requests: retry after 3600',
      parameters: { retry_after: 3600 },
    });
    user.send('/privacy');
    const line = await logged(({ outcome }) => outcome === 'throttled');
    expect(line).toMatchObject({ level: 40, command: 'privacy', answer: 'ok' });
    expect(line).not.toHaveProperty('error');
    expect((await ask(user, '/balance')).text).toContain('2,005,317.99');
    expect(said(user)).toEqual(['Your key is registered', 'Your balance']);
    task.meta.outcome = 'outcome "throttled" in the log; the next command is answered at once';
  });

  it('502 from a proxy: the answer comes, once', async ({ task }) => {
    const user = await customer();
    const logged = watchLog(harness);
    harness.telegram.failNext('sendMessage', BAD_GATEWAY, 2);
    expect((await ask(user, '/balance')).text).toContain('2,005,317.99');
    await logged(({ method, msg }) => method === 'sendMessage' && msg === 'Telegram did not answer');
    await ask(user, '/help');
    expect(said(user)).toEqual(['Your key is registered', 'Your balance', 'What I can do']);
    task.meta.outcome = 'the reply comes, tried again, once';
  });

  it('502 for longer: that answer is given up, and what it did stays', async ({ task }) => {
    const user = person();
    const logged = watchLog(harness);
    harness.telegram.failNext('sendMessage', BAD_GATEWAY, 3);
    user.send(harness.key({ kind: 'good' }));
    const line = await logged(({ outcome }) => outcome === 'unreachable');
    expect(line).toMatchObject({ level: 40, answer: 'registered' });
    expect((await ask(user, '/balance')).text).toContain('2,005,317.99');
    expect(said(user)).toEqual(['Your balance']);
    task.meta.outcome = 'outcome "unreachable" in the log; the key is stored';
  });

  it('a person who has blocked the bot: one line, no more attempts, and the key is kept', async ({
    task,
  }) => {
    const user = await customer();
    const attempts = () =>
      harness.telegram.calls.entries.filter(
        ({ method, payload }) => method === 'sendMessage' && payload.chat_id === user.id,
      ).length;
    const before = attempts();
    const logged = watchLog(harness);
    user.send('/privacy');
    user.block();
    const line = await logged(({ outcome }) => outcome === 'blocked');
    expect(line).toMatchObject({ level: 40, command: 'privacy', msg: 'not delivered' });
    expect(JSON.stringify(line)).not.toContain('stack');
    expect(attempts()).toBe(before + 1);
    user.unblock();
    expect((await ask(user, '/balance')).text).toContain('2,005,317.99');
    task.meta.outcome = 'outcome "blocked" in the log; after unblocking, the balance';
  });

  it('a key message that is gone before it could be deleted: counts as deleted', async ({ task }) => {
    const user = person();
    harness.telegram.failNext('deleteMessage', {
      error_code: 400,
      description: 'Bad Request: message to delete not found',
    });
    const reply = await ask(user, harness.key({ kind: 'good' }));
    expect(reply.text).toContain('Your key is registered');
    expect(reply.text).not.toContain('please delete');
    expect((await ask(user, '/balance')).text).toContain('2,005,317.99');
    task.meta.outcome = 'registered; nobody is asked to delete a message that is gone';
  });

  it('a press that is too old to be confirmed: its message is updated all the same', async ({ task }) => {
    const user = await customer();
    const question = await ask(user, '/removekey');
    harness.telegram.failNext('answerCallbackQuery', {
      error_code: 400,
      description: 'Bad Request: query is too old and response timeout expired or query ID is invalid',
    });
    const logged = watchLog(harness);
    const pressed = user.press(question, 'Keep it', 50);
    await expect(pressed).rejects.toThrow('no answerCallbackQuery');
    await user.privateChat.messages.waitFor(({ text }) => text.includes('stays registered'));
    const line = await logged(({ outcome }) => outcome === 'kept');
    expect(line).toMatchObject({ level: 30, msg: 'answered' });
    task.meta.outcome = 'the message says what was done';
  });
});
