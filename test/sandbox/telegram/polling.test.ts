import { GrammyError } from 'grammy';
import type { Update } from 'grammy/types';
import { describe, expect, it } from 'vitest';
import type { TelegramSandbox } from '../../../src/sandbox/telegram/index.ts';
import { call, createBot, startBot, startSandbox } from './harness.ts';

async function updates(sandbox: TelegramSandbox, request: object = {}): Promise<Update[]> {
  return (await call(sandbox, 'getUpdates', request)).body.result as Update[];
}

function texts(list: Update[]): (string | undefined)[] {
  return list.map(({ message }) => message?.text);
}

describe('getUpdates', () => {
  it('repeats updates until an offset confirms them', async () => {
    const sandbox = await startSandbox();
    const ann = sandbox.user({ firstName: 'Ann' });
    for (const text of ['a', 'b', 'c', 'd']) ann.send(text);
    const first = await updates(sandbox, { limit: 2 });
    expect(texts(first)).toEqual(['a', 'b']);
    expect(texts(await updates(sandbox))).toEqual(['a', 'b', 'c', 'd']);
    const offset = (first[1]?.update_id ?? 0) + 1;
    expect(texts(await updates(sandbox, { offset }))).toEqual(['c', 'd']);
    expect(texts(await updates(sandbox, { offset: -1 }))).toEqual(['d']);
    expect(texts(await updates(sandbox))).toEqual(['d']);
  });

  it('waits for an update, and gives up after its timeout', async () => {
    const sandbox = await startSandbox();
    const ann = sandbox.user({ firstName: 'Ann' });
    const waiting = updates(sandbox, { timeout: 30 });
    await sandbox.waitUntilPolling();
    ann.send('a');
    const [update] = await waiting;
    expect(update?.message?.text).toBe('a');
    expect(await updates(sandbox, { timeout: 1, offset: (update?.update_id ?? 0) + 1 })).toEqual([]);
  });

  it('reads a query string', async () => {
    const sandbox = await startSandbox();
    sandbox.user({ firstName: 'Ann' }).send('a');
    const query = 'timeout=0&limit=1&allowed_updates=["message"]';
    const response = await fetch(`${sandbox.apiRoot}/bot${sandbox.token}/getupdates?${query}`);
    expect(await response.json()).toMatchObject({ ok: true, result: [{ message: { text: 'a' } }] });
  });

  it('is confirmed from a form too', async () => {
    const sandbox = await startSandbox();
    const ann = sandbox.user({ firstName: 'Ann' });
    ann.send('a');
    ann.send('b');
    const body = new URLSearchParams({ offset: '-1', allowed_updates: '[]' });
    const response = await fetch(`${sandbox.apiRoot}/bot${sandbox.token}/getUpdates`, {
      method: 'POST',
      body,
    });
    expect(await response.json()).toMatchObject({ ok: true, result: [{ message: { text: 'b' } }] });
  });

  it('sends only the kinds of updates that were asked for', async () => {
    const sandbox = await startSandbox();
    const ann = sandbox.user({ firstName: 'Ann' });
    await updates(sandbox, { allowed_updates: ['edited_message'] });
    ann.edit(ann.send('a'), 'b');
    expect((await updates(sandbox)).map(({ edited_message }) => edited_message?.text)).toEqual(['b']);
    await updates(sandbox, { offset: -1, allowed_updates: [] });
    ann.send('c');
    expect(texts(await updates(sandbox))).toEqual([undefined, 'c']);
  });

  it('ends the first of two polls with 409', async () => {
    const sandbox = await startSandbox();
    const { runner } = await startBot(sandbox);
    const task = runner.task();
    const second = call(sandbox, 'getUpdates', { timeout: 30 });
    await expect(task).rejects.toThrow(GrammyError);
    await expect(task).rejects.toMatchObject({
      error_code: 409,
      description:
        'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    });
    sandbox.user({ firstName: 'Ann' }).send('a');
    expect((await second).status).toBe(200);
  });

  it('refuses while a webhook is set, and keeps the updates', async () => {
    const sandbox = await startSandbox();
    const url = 'https://example.com/hook';
    expect((await call(sandbox, 'setWebhook', { url: 'http://example.com' })).status).toBe(400);
    await call(sandbox, 'setWebhook', { url });
    sandbox.user({ firstName: 'Ann' }).send('a');
    expect((await call(sandbox, 'getWebhookInfo')).body.result).toMatchObject({
      url,
      pending_update_count: 1,
    });
    expect(await call(sandbox, 'getUpdates')).toEqual({
      status: 409,
      body: {
        ok: false,
        error_code: 409,
        description:
          "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      },
    });
    await call(sandbox, 'deleteWebhook');
    expect(await updates(sandbox)).toHaveLength(1);
    await call(sandbox, 'deleteWebhook', { drop_pending_updates: true });
    expect(await updates(sandbox)).toEqual([]);
  });
});

describe('planned failures', () => {
  it('are waited out by auto-retry', async () => {
    const sandbox = await startSandbox();
    const ann = sandbox.user({ firstName: 'Ann' });
    ann.send('hi');
    sandbox.failNext(
      'sendMessage',
      {
        error_code: 429,
        description: 'Too Many Requests: retry after 0',
        parameters: { retry_after: 0 },
      },
      2,
    );
    await createBot(sandbox).api.sendMessage(ann.id, 'hello');
    const statuses = sandbox.calls.entries.map(({ status }) => status);
    expect(statuses).toEqual([429, 429, 200]);
    expect(ann.privateChat.messages.entries.map(({ text }) => text)).toEqual(['hi', 'hello']);
  });

  it('are refused for a method that is not there', async () => {
    const sandbox = await startSandbox();
    expect(() => sandbox.failNext('sendMesage', { error_code: 502, description: 'Bad Gateway' })).toThrow();
  });
});

describe('stop', () => {
  it('leaves no poll waiting and no bot waited for', async () => {
    const sandbox = await startSandbox();
    const poll = call(sandbox, 'getUpdates', { timeout: 50 }).catch(() => 'cut off');
    await sandbox.waitUntilPolling();
    await sandbox.stop();
    await poll;
    await expect(fetch(sandbox.apiRoot)).rejects.toThrow();
  });
});
