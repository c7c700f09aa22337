import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { Update } from 'grammy/types';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Journal } from '../../../src/sandbox/journal.ts';
import { listenOnLoopback } from '../../../src/sandbox/loopback.ts';
import type { TelegramSandbox } from '../../../src/sandbox/telegram/index.ts';
import { call, startSandbox } from './harness.ts';

interface Delivered {
  readonly update: Update;
  readonly headers: IncomingHttpHeaders;
  readonly response: ServerResponse;
}

/** A bot's server; what comes to it is answered by the test. */
async function startServer(): Promise<{ url: string; delivered: Journal<Delivered> }> {
  const delivered = new Journal<Delivered>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    delivered.push({
      update: JSON.parse(Buffer.concat(chunks).toString()),
      headers: request.headers,
      response,
    });
  });
  const { host, close } = await listenOnLoopback(server);
  onTestFinished(close);
  return { url: `http://${host}/hook`, delivered };
}

async function infoOf(sandbox: TelegramSandbox): Promise<unknown> {
  return (await call(sandbox, 'getWebhookInfo')).body.result;
}

const nth = (delivered: Journal<Delivered>, index: number) =>
  delivered.waitFor((each) => delivered.entries.indexOf(each) === index, `delivery ${index}`);

describe('a webhook', () => {
  it('is delivered to with its secret, what waits already first, and forgets what was answered with 2xx', async () => {
    const sandbox = await startSandbox();
    const { url, delivered } = await startServer();
    const ann = sandbox.user({ firstName: 'Ann' });
    ann.send('a');
    await call(sandbox, 'setWebhook', { url, secret_token: 'a-secret', max_connections: 7 });
    expect(await infoOf(sandbox)).toMatchObject({ url, max_connections: 7, pending_update_count: 1 });
    const first = await nth(delivered, 0);
    expect(first.update.message?.text).toBe('a');
    expect(first.headers['x-telegram-bot-api-secret-token']).toBe('a-secret');
    ann.send('b');
    expect((await nth(delivered, 1)).update.message?.text).toBe('b');
    for (const { response } of delivered.entries) response.end();
    await sandbox.webhookDeliveries.waitFor(
      ({ updateId }) => updateId === delivered.entries[1]?.update.update_id,
    );
    expect(await infoOf(sandbox)).toMatchObject({ pending_update_count: 0 });
    expect(sandbox.webhookDeliveries.entries.map(({ outcome }) => outcome)).toEqual([200, 200]);
  });

  it('gets an update again until it takes it, and is told of the last failure', async () => {
    const sandbox = await startSandbox();
    const { url, delivered } = await startServer();
    await call(sandbox, 'setWebhook', { url });
    sandbox.user({ firstName: 'Ann' }).send('a');
    (await nth(delivered, 0)).response.writeHead(503, { 'retry-after': '0' }).end();
    (await nth(delivered, 1)).response.socket?.destroy();
    const third = await nth(delivered, 2);
    expect(third.update).toEqual(delivered.entries[0]?.update);
    expect(await infoOf(sandbox)).toMatchObject({
      pending_update_count: 1,
      last_error_message: 'Connection closed',
    });
    third.response.writeHead(204).end();
    await sandbox.webhookDeliveries.waitFor(({ attempt }) => attempt === 3);
    expect(await infoOf(sandbox)).toMatchObject({ pending_update_count: 0 });
  });

  it('has no more connections than it wants', async () => {
    const sandbox = await startSandbox();
    const { url, delivered } = await startServer();
    await call(sandbox, 'setWebhook', { url, max_connections: 2 });
    for (const text of ['a', 'b', 'c']) sandbox.user({ firstName: 'Ann' }).send(text);
    const { response } = await nth(delivered, 1);
    expect(delivered.entries).toHaveLength(2);
    response.end();
    expect((await nth(delivered, 2)).update.message?.text).toBe('c');
  });

  it('gets an update once more on demand', async () => {
    const sandbox = await startSandbox();
    const { url, delivered } = await startServer();
    await call(sandbox, 'setWebhook', { url });
    sandbox.user({ firstName: 'Ann' }).send('a');
    (await nth(delivered, 0)).response.end();
    sandbox.deliverAgain();
    const again = await nth(delivered, 1);
    expect(again.update).toEqual(delivered.entries[0]?.update);
    again.response.end();
  });

  it('that is removed leaves what it has not taken to polls, or nothing where that is asked for', async () => {
    const sandbox = await startSandbox();
    const { url, delivered } = await startServer();
    await call(sandbox, 'setWebhook', { url });
    sandbox.user({ firstName: 'Ann' }).send('a');
    const { update } = await nth(delivered, 0);
    await call(sandbox, 'deleteWebhook');
    expect((await call(sandbox, 'getUpdates')).body.result).toEqual([update]);
    await call(sandbox, 'setWebhook', { url, drop_pending_updates: true });
    expect(await infoOf(sandbox)).toMatchObject({ pending_update_count: 0 });
  });

  it('is refused where Telegram could not deliver', async () => {
    const sandbox = await startSandbox();
    for (const [params, says] of [
      [{ url: 'http://example.com/' }, 'An HTTPS URL must be provided'],
      [{ url: 'https://example.com:8080/' }, 'only on ports 80, 88, 443 or 8443'],
      [{ url: 'https://example.com/', secret_token: 'not allowed' }, 'unallowed characters'],
    ] as const) {
      const { status, body } = await call(sandbox, 'setWebhook', params);
      expect(status).toBe(400);
      expect(body.description).toContain(says);
    }
    expect(await infoOf(sandbox)).toMatchObject({ url: '' });
  });
});
