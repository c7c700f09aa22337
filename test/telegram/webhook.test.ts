import { Bot } from 'grammy';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type HttpServer, startHttpServer } from '../../src/http/server.ts';
import { createLog } from '../../src/log.ts';
import { TelegramSandbox } from '../../src/sandbox/telegram/index.ts';
import { Secret } from '../../src/secret.ts';
import type { Leases } from '../../src/storage/leases.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import type { Store } from '../../src/storage/store.ts';
import { UpdateClaims } from '../../src/telegram/webhook/claims.ts';
import { Webhook } from '../../src/telegram/webhook/webhook.ts';
import { type FreshStore, freshStore } from '../stores/fresh-store.ts';

const SECRET = 'the-secret-of-the-webhook';
const LATE_MS = 20;

function gate(): { opened: Promise<void>; open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

describe('a webhook', () => {
  const log = createLog({ level: 'silent', secrets: [] });
  let fresh: FreshStore;
  let store: Store;
  let telegram: TelegramSandbox;
  let bot: Bot;
  let server: HttpServer | undefined;
  /** The ids of the updates that were handled. */
  let handled: number[];

  beforeEach(async () => {
    [fresh, telegram] = await Promise.all([freshStore('sqlite'), TelegramSandbox.start()]);
    store = await openStorage(fresh.url, () => undefined);
    bot = new Bot(telegram.token, { client: { apiRoot: telegram.apiRoot } });
    await bot.init();
    handled = [];
  });
  afterEach(async () => {
    await server?.close(0);
    await telegram.stop();
    await store.close();
    await fresh[Symbol.asyncDispose]();
  });

  /** Serves the webhook by a process of that name; each update is handled by `handle`. */
  async function serve(holder: string, leases: Leases, handle: () => Promise<void>): Promise<Webhook> {
    const claims = new UpdateClaims({ leases, holder }, 1, log);
    const options = { url: new URL('http://127.0.0.1/hook'), secret: new Secret(SECRET) };
    const webhook = new Webhook(bot, options, claims, log, LATE_MS);
    bot.use(({ update: { update_id: id } }) =>
      webhook.once(id, async () => {
        await handle();
        handled.push(id);
      }),
    );
    server = await startHttpServer(0, webhook.routes, log);
    return webhook;
  }

  async function deliver(updateId: number): Promise<Response> {
    return fetch(`http://127.0.0.1:${server?.port}/hook`, {
      method: 'POST',
      headers: { 'x-telegram-bot-api-secret-token': SECRET },
      body: JSON.stringify({ update_id: updateId }),
    });
  }

  it('answers in time whatever the update waits for, and takes it once it is handled', async () => {
    const { opened, open } = gate();
    const webhook = await serve('one', store.leases, () => opened);
    await webhook.open();
    const late = await deliver(7);
    expect([late.status, late.headers.get('retry-after')]).toEqual([503, '1']);
    expect((await deliver(7)).status).toBe(503);
    expect(handled).toEqual([]);
    open();
    await vi.waitFor(async () => expect((await deliver(7)).status).toBe(200));
    expect(handled).toEqual([7]);
  });

  it('has Telegram come again before it is set and after it was closed', async () => {
    const webhook = await serve('one', store.leases, async () => undefined);
    expect((await deliver(7)).status).toBe(503);
    await webhook.open();
    expect((await deliver(7)).status).toBe(200);
    await webhook.close();
    expect((await deliver(8)).status).toBe(503);
    expect(handled).toEqual([7]);
  });

  it('leaves to others what it had not begun when it was closed', async () => {
    const { opened, open } = gate();
    const asked = gate();
    const slow: Leases = {
      async take(...lease) {
        asked.open();
        await opened;
        return store.leases.take(...lease);
      },
      pass: (...lease) => store.leases.pass(...lease),
      release: (...lease) => store.leases.release(...lease),
      sweep: () => store.leases.sweep(),
    };
    const webhook = await serve('one', slow, async () => undefined);
    await webhook.open();
    const answer = deliver(7);
    await asked.opened;
    await webhook.close();
    open();
    expect((await answer).status).toBe(503);
    expect(handled).toEqual([]);
    const other = new UpdateClaims({ leases: store.leases, holder: 'two' }, 1, log);
    expect(await other.claim(7)).toBe('own');
    await other.drop(7);
  });

  it('handles what the store says nothing of, so that people hear what is wrong', async () => {
    const webhook = await serve('one', store.leases, async () => undefined);
    await webhook.open();
    await store.close();
    expect((await deliver(7)).status).toBe(200);
    expect(handled).toEqual([7]);
    store = await openStorage(fresh.url, () => undefined);
  });
});
