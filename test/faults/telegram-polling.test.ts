import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { BAD_GATEWAY } from '../../src/sandbox/telegram/index.ts';
import { Harness } from '../e2e/harness.ts';
import { ask, customerOf, said, watchLog } from './conversation.ts';
import './outcome.ts';

describe('polling Telegram', () => {
  let harness: Harness;

  beforeAll(async () => {
    harness = await Harness.start({ platforms: ['telegram'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  afterAll(() => harness.stop());

  const person = () => harness.telegram.user({ firstName: 'Bob', languageCode: 'en' });

  const customer = () => customerOf(harness);

  it('502 while polling: it polls on', async ({ task }) => {
    const user = await customer();
    const logged = watchLog(harness);
    harness.telegram.failNext('getUpdates', BAD_GATEWAY);
    await ask(user, '/help');
    await logged(({ method, msg }) => method === 'getUpdates' && msg === 'Telegram did not answer');
    expect((await ask(user, '/balance')).text).toContain('2,005,317.99');
    expect(said(user)).toEqual(['Your key is registered', 'What I can do', 'Your balance']);
    task.meta.outcome = 'answered a moment later, once';
  });

  it('a dropped long poll: it polls on, and nothing sent meanwhile is lost', async ({ task }) => {
    const user = await customer();
    const logged = watchLog(harness);
    await harness.telegram.waitUntilPolling();
    harness.telegram.dropPoll();
    await logged(({ method, msg }) => method === 'getUpdates' && msg === 'Telegram did not answer');
    expect((await ask(user, '/balance')).text).toContain('2,005,317.99');
    await ask(user, '/help');
    expect(said(user)).toEqual(['Your key is registered', 'Your balance', 'What I can do']);
    task.meta.outcome = 'answered a moment later, once';
  });

  it('no answer to a poll for more than half a day: it polls on', async ({ task }) => {
    const user = await customer();
    const logged = watchLog(harness);
    await harness.telegram.waitUntilPolling();
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.setSystemTime(Date.now() + 16 * 3_600_000);
    harness.telegram.dropPoll();
    await logged(({ method, msg }) => method === 'getUpdates' && msg === 'Telegram did not answer');
    expect((await ask(user, '/balance')).text).toContain('2,005,317.99');
    task.meta.outcome = 'answered as soon as Telegram is there again';
  });

  it('an update that comes again: a command is answered once', async ({ task }) => {
    const user = await customer();
    await ask(user, '/balance');
    await redeliver();
    await ask(user, '/help');
    expect(said(user)).toEqual(['Your key is registered', 'Your balance', 'What I can do']);
    task.meta.outcome = 'answered once';
  });

  it('an update that comes again: a key is checked and stored once', async ({ task }) => {
    const user = person();
    const key = harness.key({ kind: 'good' });
    await ask(user, key);
    await redeliver();
    await ask(user, '/key');
    expect(said(user)).toEqual(['Your key is registered', 'Your registered key']);
    expect(harness.billing.timesAsked(key)).toBe(1);
    task.meta.outcome = 'registered and answered once';
  });

  it('an update that comes again: a press is answered once', async ({ task }) => {
    const user = await customer();
    const question = await ask(user, '/removekey');
    await user.press(question, 'Remove it');
    await redeliver();
    expect((await ask(user, '/help')).text).toContain('What I can do');
    expect(question.edits).toBe(1);
    expect(question.text).toContain('Your key is removed');
    task.meta.outcome = 'removed and answered once';
  });

  async function redeliver(): Promise<void> {
    const logged = watchLog(harness);
    await harness.telegram.waitUntilPolling();
    harness.telegram.deliverAgain();
    await logged(({ msg }) => msg === 'passed over an update that came again');
  }

  it('429 while polling, at a stop: the stop does not wait for it, and nothing is lost', async ({ task }) => {
    const user = await customer();
    const logged = watchLog(harness);
    harness.telegram.failNext('getUpdates', {
      error_code: 429,
      description: 'Too Many Requests: retry after 600',
      parameters: { retry_after: 600 },
    });
    user.send('/help');
    await logged(({ method, code }) => method === 'getUpdates' && code === 429);
    await user.privateChat.messages.waitFor(({ text }) => text.includes('What I can do'));
    await harness.stopApp();
    user.send('/balance');
    await harness.startApp();
    await user.privateChat.messages.waitFor(({ text }) => text.includes('Your balance'));
    expect(said(user)).toEqual(['Your key is registered', 'What I can do', 'Your balance']);
    task.meta.outcome = 'stopped after two seconds; answered after the next start, once';
  });
});
