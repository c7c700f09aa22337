import { createServer } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, expect } from 'vitest';
import { BillingApi } from '../../src/balance/billing-api.ts';
import { type Decimal, toPlainString } from '../../src/balance/decimal.ts';
import { type Behaviour, BillingSandbox } from '../../src/sandbox/billing/index.ts';
import { type Loopback, listenOnLoopback } from '../../src/sandbox/loopback.ts';
import { Secret } from '../../src/secret.ts';
import { anyBody } from './billing-body.ts';
import { hostileText } from './hostile-text.ts';
import { fuzz } from './property.ts';

const FIGURES = ['remainingPoints', 'points', 'remainingAmount', 'amount'];

const status = fc.oneof(
  { weight: 4, arbitrary: fc.constant(200) },
  fc.constantFrom(201, 204, 301, 304, 400, 401, 403, 404, 429, 500, 502, 503, 504),
  fc.integer({ min: 200, max: 599 }),
);
const headers = fc.record(
  {
    'retry-after': fc.oneof(
      fc.constantFrom(
        '0',
        '-1',
        '999999999',
        '1e9',
        'Thu, 01 Jan 1970 00:00:00 GMT',
        'Fri, 31 Dec 9999 23:59:59 GMT',
        'soon',
      ),
      fc.string({ unit: fc.constantFrom('0', '9', '-', 'e', ' ', 'x') }),
    ),
    'content-type': fc.constantFrom('application/json', 'text/html; charset=utf-16', 'x'),
    'content-encoding': fc.constantFrom('gzip', 'br', 'identity'),
    location: fc.constantFrom('http://127.0.0.1:1/', '//evil.example', 'javascript:1'),
  },
  { requiredKeys: [] },
);
const answer: fc.Arbitrary<Behaviour & { kind: 'raw' }> = fc.record({
  kind: fc.constant('raw' as const),
  status,
  headers,
  body: anyBody,
});

function clientOf(url: string): BillingApi {
  return new BillingApi({
    url: new URL(url),
    deadlineMs: 20_000,
    connectTimeoutMs: 5_000,
    headersTimeoutMs: 5_000,
    bodyTimeoutMs: 5_000,
    retryDelayMs: 1,
    connections: 2,
    now: () => 0,
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

/** What the answer says by the API's own page, read in another way than the client reads it. */
function meant({ status: http, body }: { status: number; body: string | Buffer }) {
  const json = jsonOf(Buffer.from(body));
  const fields = new Map(isRecord(json) ? Object.entries(json) : []);
  const code = fields.get('code');
  const hasCode = typeof code === 'number' && Number.isSafeInteger(code);
  const data = fields.get('data');
  const figures = new Map(isRecord(data) ? Object.entries(data) : []);
  const complete = FIGURES.every((name) => {
    const figure = figures.get(name);
    return typeof figure === 'string' && figure.length <= 100 && /^[+-]?[0-9]+([.][0-9]+)?$/.test(figure);
  });
  return {
    balance: code === 200 && complete ? FIGURES.map((name) => String(figures.get(name))) : undefined,
    unauthorized: hasCode ? code === 401 : http === 401,
  };
}

/** The same number, whatever zeros and signs it is written with. */
function normal(text: string): string {
  const [, sign, whole = '', fraction = ''] = /^([+-]?)0*(\d+)(?:\.(\d*?)0*)?$/.exec(text) ?? [];
  const plain = fraction ? `${whole}.${fraction}` : whole;
  return sign === '-' && plain !== '0' ? `-${plain}` : plain;
}

fuzz('whatever the billing API answers', (property) => {
  const KEY = 'sk-0123456789abcdef';
  let sandbox: BillingSandbox;
  let api: BillingApi;
  beforeAll(async () => {
    sandbox = await BillingSandbox.start();
    api = clientOf(sandbox.url);
  });
  afterAll(async () => {
    await api.close();
    await sandbox.stop();
  });

  property(
    'a balance is exactly the documented one, and a refusal exactly 401',
    0.1,
    answer,
    async (behaviour) => {
      sandbox.setKey(KEY, behaviour);
      const lookUp = await api.lookUp(new Secret(KEY));
      // Answers of these kinds carry no body.
      const carried = [204, 304].includes(behaviour.status) ? { ...behaviour, body: '' } : behaviour;
      const { balance, unauthorized } = meant(carried);
      expect(lookUp.kind === 'unauthorized').toBe(unauthorized);
      expect(lookUp.kind === 'ok').toBe(balance !== undefined);
      if (lookUp.kind === 'ok') {
        const { points, amount } = lookUp.balance;
        const read: Decimal[] = [points.remaining, points.total, amount.remaining, amount.total];
        expect(read.map(toPlainString)).toEqual(balance?.map(normal));
      }
      sandbox.calls.entries.length = 0;
    },
  );
});

fuzz('whatever a server answers instead of HTTP', (property) => {
  let loopback: Loopback;
  let api: BillingApi;
  let reply = Buffer.alloc(0);
  beforeAll(async () => {
    loopback = await listenOnLoopback(createServer(({ socket }) => socket.end(reply)));
    api = clientOf(`http://${loopback.host}/v1/billing`);
  });
  afterAll(async () => {
    await api.close();
    await loopback.close();
  });

  const line = fc.oneof(
    fc.constantFrom(
      'HTTP/1.1 200 OK',
      'HTTP/1.1 100 Continue',
      'HTTP/1.1 101 Switching Protocols',
      'HTTP/1.1 103 Early Hints',
      'HTTP/1.0 200 OK',
      'HTTP/2 200',
      'HTTP/1.1 999 x',
      'Content-Length: 5',
      'Content-Length: -1',
      'Content-Length: 99999999999999999999',
      'Transfer-Encoding: chunked',
      'Connection: upgrade',
      'Upgrade: websocket',
      ': x',
      '',
      '5',
      'ffffffffffffffff',
      '{"code":401}',
    ),
    hostileText(100),
  );
  const raw = fc.oneof(
    fc.array(line, { maxLength: 6 }).map((lines) => Buffer.from(lines.join('\r\n'))),
    fc.array(line, { maxLength: 6 }).map((lines) => Buffer.from(`HTTP/1.1 200 OK\r\n${lines.join('\r\n')}`)),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  );

  property('a look-up has an outcome, and no balance', 0.03, raw, async (bytes) => {
    reply = bytes;
    expect(['unavailable', 'unauthorized', 'rate-limited']).toContain(
      (await api.lookUp(new Secret('sk-0123456789'))).kind,
    );
  });
});
