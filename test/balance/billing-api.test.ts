import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BillingApi, BillingApiOptions } from '../../src/balance/billing-api.ts';
import { toPlainString } from '../../src/balance/decimal.ts';
import type { LookUp } from '../../src/balance/outcome.ts';
import { SharedLookUps } from '../../src/balance/shared-look-ups.ts';
import { type Behaviour, BillingSandbox, DOCUMENTED_FIGURES } from '../../src/sandbox/billing/index.ts';
import { listenOnLoopback } from '../../src/sandbox/loopback.ts';
import { Secret } from '../../src/secret.ts';
import { billingClient } from './billing-client.ts';

const KEY = 'sk-unit-test-key';

function answer(body: unknown, status = 200, headers: Record<string, string> = {}): Behaviour {
  return { kind: 'raw', status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

describe('the billing API client', () => {
  let sandbox: BillingSandbox;
  let api: BillingApi;

  const client = (options: Partial<BillingApiOptions> = {}): BillingApi =>
    billingClient(sandbox, { now: () => Date.UTC(2026, 0, 1), ...options });

  beforeEach(async () => {
    sandbox = await BillingSandbox.start();
    api = client();
  });
  afterEach(async () => {
    await api.close();
    await sandbox.stop();
  });

  async function lookUp(behaviour: Behaviour): Promise<LookUp> {
    sandbox.setKey(KEY, behaviour);
    return api.lookUp(new Secret(KEY));
  }

  it('reads the documented answer exactly', async () => {
    const result = await lookUp({ kind: 'good' });
    if (result.kind !== 'ok') throw new Error(result.kind);
    expect(toPlainString(result.balance.points.remaining)).toBe('2005317.99');
    expect(toPlainString(result.balance.amount.total)).toBe('210');
  });

  it.each([200, 401] as const)(
    'takes code 401 for a refusal at HTTP status %s, and asks once',
    async (httpStatus) => {
      expect(await lookUp({ kind: 'refused', httpStatus })).toEqual({ kind: 'unauthorized' });
      expect(sandbox.timesAsked(KEY)).toBe(1);
    },
  );

  const data = DOCUMENTED_FIGURES;
  it.each<[string, Behaviour, LookUp]>([
    ['HTTP 401 with HTML', answer('<html>', 401), { kind: 'unauthorized' }],
    ['code 401 at HTTP 503', answer({ code: 401 }, 503), { kind: 'unauthorized' }],
    [
      'HTTP 429 with seconds',
      answer('', 429, { 'retry-after': '7' }),
      { kind: 'rate-limited', retryAfterSeconds: 7 },
    ],
    [
      'HTTP 429 with a date',
      answer('', 429, { 'retry-after': 'Thu, 01 Jan 2026 00:01:00 GMT' }),
      { kind: 'rate-limited', retryAfterSeconds: 60 },
    ],
    ['code 429 without a wait', answer({ code: 429 }), { kind: 'rate-limited' }],
    ['another code', answer({ code: 500 }), { kind: 'unavailable', reason: 'api-code', detail: '500' }],
    ['HTTP 500', answer('oops', 500), { kind: 'unavailable', reason: 'http-status', detail: '500' }],
    ['HTML', answer('<html>'), { kind: 'unavailable', reason: 'html' }],
    ['truncated JSON', answer('{"code":200,"da'), { kind: 'unavailable', reason: 'truncated' }],
    ['text', answer('hello'), { kind: 'unavailable', reason: 'not-json' }],
    [
      'invalid UTF-8',
      { kind: 'raw', status: 200, body: Buffer.from([0x7b, 0xff, 0xfe]) },
      { kind: 'unavailable', reason: 'not-utf8' },
    ],
    [
      'a missing figure',
      answer({ code: 200, data: { ...data, points: undefined } }),
      { kind: 'unavailable', reason: 'wrong-shape', detail: 'data.points' },
    ],
    [
      'a figure that is a number',
      answer({ code: 200, data: { ...data, amount: 210 } }),
      { kind: 'unavailable', reason: 'wrong-shape', detail: 'data.amount' },
    ],
    [
      'a figure in scientific notation',
      answer({ code: 200, data: { ...data, amount: '2.1e2' } }),
      { kind: 'unavailable', reason: 'wrong-shape', detail: 'data.amount' },
    ],
    [
      'figures without a code',
      answer({ data }),
      { kind: 'unavailable', reason: 'wrong-shape', detail: 'code' },
    ],
    [
      'figures with a code that is no number',
      answer({ code: '401', data }),
      { kind: 'unavailable', reason: 'wrong-shape', detail: 'code' },
    ],
    ['no data', answer({ code: 200 }), { kind: 'unavailable', reason: 'wrong-shape', detail: 'data' }],
    [
      'a body over 64 KiB',
      answer('x'.repeat(70_000)),
      { kind: 'unavailable', reason: 'too-large', detail: 'UND_ERR_RES_EXCEEDED_MAX_SIZE' },
    ],
    [
      'a gzip bomb',
      {
        kind: 'raw',
        status: 200,
        headers: { 'content-encoding': 'gzip' },
        body: gzipSync(Buffer.alloc(10_000_000)),
      },
      { kind: 'unavailable', reason: 'not-utf8' },
    ],
  ])('tells %s apart', async (_, behaviour, expected) => {
    expect(await lookUp(behaviour)).toEqual(expected);
  });

  it('tries again after 503, and not more than twice', async () => {
    const busy = answer('', 503);
    expect(await lookUp({ kind: 'sequence', steps: [busy, { kind: 'good' }] })).toMatchObject({ kind: 'ok' });
    expect(sandbox.timesAsked(KEY)).toBe(2);
    expect(await lookUp(busy)).toMatchObject({ reason: 'http-status', detail: '503' });
    expect(sandbox.timesAsked(KEY)).toBe(5);
  });

  it('tries again after a lost connection', async () => {
    const result = await lookUp({ kind: 'sequence', steps: [{ kind: 'reset' }, { kind: 'good' }] });
    expect(result.kind).toBe('ok');
    expect(await lookUp({ kind: 'reset' })).toMatchObject({ reason: 'connection-lost' });
  });

  it('takes an answer that breaks the rules of HTTP for a lost connection', async () => {
    const rude = createServer(({ socket }) => {
      socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\nwhatever');
    });
    const { host, close } = await listenOnLoopback(rude);
    const patient = client({ url: new URL(`http://${host}/`) });
    expect(await patient.lookUp(new Secret(KEY))).toMatchObject({ reason: 'connection-lost' });
    await patient.close();
    await close();
  });

  it('does not take the key to another host', async () => {
    const asked: string[] = [];
    const other = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end();
    });
    const { host, close } = await listenOnLoopback(other);
    const result = await lookUp(answer('', 302, { location: `http://${host}/v1/billing` }));
    expect(result).toEqual({ kind: 'unavailable', reason: 'redirect', detail: '302' });
    expect(asked).toEqual([]);
    await close();
  });

  it('gives up at the deadline, on silence and on a body that does not end', async () => {
    const hasty = client({ deadlineMs: 100 });
    sandbox.setKey(KEY, { kind: 'silent' });
    expect(await hasty.lookUp(new Secret(KEY))).toEqual({ kind: 'unavailable', reason: 'deadline' });
    sandbox.setKey(KEY, { kind: 'stuck-body' });
    expect(await hasty.lookUp(new Secret(KEY))).toEqual({ kind: 'unavailable', reason: 'deadline' });
    await hasty.close();
    const impatient = client({ headersTimeoutMs: 100, bodyTimeoutMs: 100 });
    expect(await impatient.lookUp(new Secret(KEY))).toMatchObject({ reason: 'body-timeout' });
    sandbox.setKey(KEY, { kind: 'silent' });
    expect(await impatient.lookUp(new Secret(KEY))).toMatchObject({ reason: 'headers-timeout' });
    await impatient.close();
  });

  it('says that nobody listens', async () => {
    const { host, close } = await listenOnLoopback(createServer());
    await close();
    const lonely = client({ url: new URL(`http://${host}/`) });
    expect(await lonely.lookUp(new Secret(KEY))).toMatchObject({ kind: 'unavailable', reason: 'refused' });
    await lonely.close();
  });

  it('is asked once for a thousand look-ups of one key at once, and again when the answer is not fresh', async () => {
    let now = 0;
    const shared = new SharedLookUps(api, 10_000, () => now);
    sandbox.setKey(KEY, { kind: 'good' });
    const all = await Promise.all(Array.from({ length: 1_000 }, () => shared.lookUp(new Secret(KEY))));
    expect(new Set(all.map(({ lookUp: { kind } }) => kind))).toEqual(new Set(['ok']));
    expect(sandbox.timesAsked(KEY)).toBe(1);
    now = 9_999;
    expect((await shared.lookUp(new Secret(KEY))).readAt).toBe(0);
    now = 10_000;
    expect((await shared.lookUp(new Secret(KEY))).readAt).toBe(10_000);
    expect(sandbox.timesAsked(KEY)).toBe(2);
  });

  it('is asked again after a failure', async () => {
    const shared = new SharedLookUps(api, 10_000, () => 0);
    sandbox.setKey(KEY, { kind: 'sequence', steps: [answer('', 500), { kind: 'good' }] });
    expect((await shared.lookUp(new Secret(KEY))).lookUp.kind).toBe('unavailable');
    expect((await shared.lookUp(new Secret(KEY))).lookUp.kind).toBe('ok');
  });
});
