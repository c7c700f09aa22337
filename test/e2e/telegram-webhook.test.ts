import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../../src/secret.ts';
import { deriveWebhookSecret } from '../../src/telegram/webhook/options.ts';
import { ask, customerOf, said, watchLog } from '../faults/conversation.ts';
import { Harness } from './harness.ts';
import { LoadBalancer } from './load-balancer.ts';
import { personOn } from './person.ts';

const PATH = '/telegram/updates';

describe('a Telegram webhook, served by two replicas in turns', () => {
  let harness: Harness;
  let balancer: LoadBalancer;
  let secret: string;
  let ports: number[];
  const replicas: Harness['app'][] = [];

  beforeAll(async () => {
    balancer = await LoadBalancer.start();
    harness = await Harness.prepare({
      platforms: ['telegram'],
      env: {
        TELEGRAM_MODE: 'webhook',
        TELEGRAM_WEBHOOK_URL: `${balancer.origin}${PATH}`,
        HTTP_PORT: '0',
        // Nothing is passed over that is not a duplicate.
        MESSAGES_PER_MINUTE: '0',
      },
    });
    secret = deriveWebhookSecret(new Secret(harness.telegram.token)).reveal();
    replicas.push(await harness.startApp(), await harness.startApp());
    ports = harness.log.entries.flatMap(({ msg, port }) =>
      msg === 'answering on HTTP' ? [Number(port)] : [],
    );
    for (const port of ports) balancer.add(port);
  });
  afterAll(async () => {
    await Promise.all(replicas.map((replica) => replica.stop()));
    await harness.stop();
    await balancer.stop();
  });

  /** Posts to one of the replicas, as Telegram does unless told otherwise. */
  function post(
    body: string,
    headers: Record<string, string> = { 'x-telegram-bot-api-secret-token': secret },
  ): Promise<Response> {
    return fetch(`http://127.0.0.1:${ports[0]}${PATH}`, { method: 'POST', headers, body });
  }

  it('is set as the bot needs it', async () => {
    const calls = harness.telegram.calls.entries.filter(({ method }) => method === 'setWebhook');
    expect(calls).toHaveLength(2);
    expect(calls[0]?.payload).toEqual({
      url: `${balancer.origin}${PATH}`,
      secret_token: secret,
      allowed_updates: ['message', 'edited_message', 'callback_query'],
      max_connections: 100,
      drop_pending_updates: false,
    });
    expect(calls[1]?.payload).toEqual(calls[0]?.payload);
    expect(JSON.stringify(harness.log.entries)).not.toContain(secret);
    expect(harness.telegram.calls.entries.some(({ method }) => method === 'getUpdates')).toBe(false);
  });

  it('answers keys, commands and buttons, each once', async () => {
    const person = personOn('telegram', harness);
    expect(await person.register(harness.key({ kind: 'good' }))).toContain('Your key is registered');
    expect(await person.command('balance')).toContain('2,005,317.99');
    expect(await person.press('Refresh')).toContain('2,005,317.99');
    await person.command('removekey');
    expect(await person.press('Remove it')).toContain('Your key is removed');
    expect(person.replies()).toBe(3);
  });

  it('answers what came more than once, once', async () => {
    const user = await customerOf(harness);
    await ask(user, '/balance');
    const logged = watchLog(harness);
    harness.telegram.deliverAgain();
    await logged(({ msg }) => msg === 'passed over an update that came again');
    await ask(user, '/help');
    expect(said(user)).toEqual(['Your key is registered', 'Your balance', 'What I can do']);
  });

  it('has an update that is in hand come again, and forgets it when it is answered', async () => {
    const user = harness.telegram.user({ firstName: 'Bob', languageCode: 'en' });
    const key = harness.key({ kind: 'good' });
    await ask(user, key);
    let release = () => {};
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    harness.billing.setKey(key, { kind: 'held', until, next: { kind: 'good' } });
    const asked = harness.billing.timesAsked(key);
    user.send('/balance');
    await harness.billing.calls.waitFor(() => harness.billing.timesAsked(key) > asked, 'the look-up');
    const { webhookDeliveries: deliveries } = harness.telegram;
    const seen = deliveries.entries.length;
    const outcomes = () => deliveries.entries.slice(seen).map(({ outcome }) => outcome);
    harness.telegram.deliverAgain();
    harness.telegram.deliverAgain();
    await deliveries.waitFor(() => outcomes().length >= 2, 'both replicas to say that it is in hand');
    expect(outcomes().slice(0, 2)).toEqual([503, 503]);
    release();
    await deliveries.waitFor(
      () => outcomes().filter((outcome) => outcome === 200).length === 3,
      'three answers',
    );
    await ask(user, '/help');
    expect(said(user)).toEqual(['Your key is registered', 'Your balance', 'What I can do']);
    expect(harness.billing.timesAsked(key)).toBe(asked + 1);
  });

  it('is said to have failed before, at the next start, and stays when a replica stops', async () => {
    harness.telegram.failNext('setWebhook', { error_code: 400, description: 'Bad Request: bad webhook: no' });
    const logged = watchLog(harness);
    await harness.launchApp();
    await logged(({ msg, says }) => /could not deliver/.test(String(msg)) && /503/.test(String(says)));
    await logged(({ msg }) => /refused setWebhook.*bad webhook.*TELEGRAM_WEBHOOK_URL/.test(String(msg)));
    await harness.stopApp();
    expect(harness.telegram.calls.entries.some(({ method }) => method === 'deleteWebhook')).toBe(false);
  });

  it.each([
    ['no secret', () => undefined],
    ['an empty secret', () => ''],
    ['another secret', () => 'x'.repeat(43)],
    ['a longer secret', () => 'x'.repeat(500)],
    ['the beginning of the secret', () => secret.slice(0, -1)],
    ['the secret with more behind it', () => `${secret}x`],
    ['the secret with much more behind it', () => secret.padEnd(300, 'x')],
  ])('refuses %s', async (_what, shown) => {
    const token = shown();
    const headers: Record<string, string> =
      token === undefined ? {} : { 'x-telegram-bot-api-secret-token': token };
    expect((await post('{"update_id":1}', headers)).status).toBe(401);
  });

  it.each([
    ['no JSON', '{"update_id":', 400],
    ['no update', '{"message":{}}', 400],
    ['an id that is none', '{"update_id":"1"}', 400],
    ['nothing', '', 400],
    ['too much', `{"update_id":1,"message":"${'x'.repeat(300_000)}"}`, 413],
  ])('refuses %s', async (_what, body, status) => {
    expect((await post(body)).status).toBe(status);
  });

  it('takes what it cannot handle, lest it comes again and again', async () => {
    const logged = watchLog(harness);
    const message = { chat: { id: 1, type: 'private' }, from: { id: 1 }, text: 5 };
    expect((await post(JSON.stringify({ update_id: 2, message }))).status).toBe(200);
    await logged(({ msg }) => msg === 'an update could not be handled');
  });

  it('takes what it has no use for', async () => {
    expect((await post('{"update_id":1,"poll":{}}')).status).toBe(200);
  });
});
