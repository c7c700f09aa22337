import { createSource, createUpdateFetcher } from '@grammyjs/runner';
import { Bot } from 'grammy';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLog } from '../../src/log.ts';
import { Journal } from '../../src/sandbox/journal.ts';
import { TelegramSandbox } from '../../src/sandbox/telegram/index.ts';
import { waitingOutConflicts } from '../../src/telegram/polling/runner.ts';
import { Harness, type LogLine } from '../e2e/harness.ts';
import { ask, said, submitKey, watchLog } from './conversation.ts';
import './outcome.ts';

const CONFLICT = {
  error_code: 409,
  description:
    'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
};

const WELCOME = 'Hello! I show your Talk-Bot API balance';

describe('409, another instance polls with the same token', () => {
  it('from another store: it is said and waited out, and each message is answered once', async ({ task }) => {
    const harness = await Harness.prepare({ platforms: ['telegram'] });
    onTestFinished(() => harness.stop());
    const old = await harness.startApp();
    const user = harness.telegram.user({ firstName: 'Bob' });
    await ask(user, '/start');
    const logged = watchLog(harness);
    await harness.startApp({ STORE_URL: `sqlite://${harness.folder}/other.sqlite` });
    const line = await logged(({ conflicts }) => conflicts === 1);
    expect(line).toMatchObject({ level: 40, platform: 'telegram' });
    expect(line.msg).toMatch(/^Another instance polls with the same TELEGRAM_TOKEN \(409\)\./);
    await old.stop();
    await ask(user, '/start');
    await ask(user, '/help');
    expect(said(user)).toEqual([WELCOME, WELCOME, 'What I can do']);
    task.meta.outcome = 'a warning that names the variable; then the new instance answers, once';
  });

  it('that goes on: it is given up after 20 conflicts in a row', async ({ task }) => {
    const telegram = await TelegramSandbox.start();
    onTestFinished(() => telegram.stop());
    telegram.failNext('getUpdates', CONFLICT, 100);
    const lines = new Journal<LogLine>();
    const log = createLog({
      level: 'warn',
      secrets: [],
      destination: { write: (line) => lines.push(JSON.parse(line)) },
    });
    const bot = new Bot(telegram.token, { client: { apiRoot: telegram.apiRoot } });
    const supplier = waitingOutConflicts({ supply: createUpdateFetcher(bot, { silent: true }) }, log, 1);
    await expect(createSource(supplier).generator().next()).rejects.toMatchObject({ error_code: 409 });
    expect(lines.entries.map(({ conflicts }) => conflicts)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
    task.meta.outcome = 'a warning each time, then the adapter gives Telegram up';
  });

  it('that ends: the count begins anew', async ({ task }) => {
    const telegram = await TelegramSandbox.start();
    onTestFinished(() => telegram.stop());
    const log = createLog({ level: 'silent', secrets: [] });
    const bot = new Bot(telegram.token, { client: { apiRoot: telegram.apiRoot } });
    const fetchUpdates = createUpdateFetcher(bot, { silent: true, fetch: { timeout: 0 } });
    const polls = createSource(waitingOutConflicts({ supply: fetchUpdates }, log, 1)).generator();
    for (const _ of ['yesterday', 'today']) {
      telegram.failNext('getUpdates', CONFLICT, 10);
      expect(await polls.next()).toEqual({ done: false, value: [] });
    }
    task.meta.outcome = 'polls on';
  });

  it('a webhook set meanwhile: Telegram is given up with the reason, and Discord goes on', async ({
    task,
  }) => {
    const harness = await Harness.start();
    onTestFinished(() => harness.stop());
    const user = harness.discord.user({ username: 'alice' });
    await submitKey(user, harness.key({ kind: 'good' }));
    await harness.telegram.waitUntilPolling();
    const logged = watchLog(harness);
    await fetch(
      `${harness.telegram.apiRoot}/bot${harness.telegram.token}/setWebhook?url=https://example.com/`,
    );
    const line = await logged(({ level, platform }) => level === 50 && platform === 'telegram');
    expect(line.msg).toContain('webhook for TELEGRAM_TOKEN (409)');
    expect((await user.slash('balance').reply()).embeds[0]?.title).toBe('Your balance');
    task.meta.outcome = 'an error that says what to stop; Discord answers';
  });
});
