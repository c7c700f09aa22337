import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BillingApiOptions } from '../../src/balance/billing-api.ts';
import { CircuitBreaker } from '../../src/balance/circuit-breaker.ts';
import type { LookUp, Unavailable } from '../../src/balance/outcome.ts';
import { type Behaviour, BillingSandbox } from '../../src/sandbox/billing/index.ts';
import { Secret } from '../../src/secret.ts';
import { billingClient } from './billing-client.ts';

const FAILURES = 3;
const PAUSED: LookUp = { kind: 'unavailable', reason: 'circuit-open' };
const HTTP_500: Behaviour = { kind: 'raw', status: 500, body: '' };

describe('the circuit breaker', () => {
  let sandbox: BillingSandbox;
  let breaker: CircuitBreaker;
  let pauses: Unavailable[];
  let resumptions: number;
  let aheadMs: number;

  function breakerWith(options: Partial<BillingApiOptions> = {}): CircuitBreaker {
    return new CircuitBreaker(billingClient(sandbox, options), {
      failures: FAILURES,
      pauseMs: 10_000,
      maxPauseMs: 60_000,
      onPause: (cause) => pauses.push(cause),
      onResume: () => resumptions++,
    });
  }

  beforeEach(async () => {
    sandbox = await BillingSandbox.start();
    breaker = breakerWith();
    pauses = [];
    resumptions = 0;
    aheadMs = 0;
    const realNow = Date.now;
    vi.spyOn(Date, 'now').mockImplementation(() => realNow() + aheadMs);
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await breaker.close();
    await sandbox.stop();
  });

  let keys = 0;
  const ask = (provider = breaker) => provider.lookUp(new Secret(`sk-unit-test-key-${++keys}`));

  async function askInARow(times: number, provider = breaker): Promise<LookUp[]> {
    const answers: LookUp[] = [];
    for (let i = 0; i < times; i++) answers.push(await ask(provider));
    return answers;
  }

  it('pauses the calls after some outages in a row, and says so once', async () => {
    sandbox.setOutage(HTTP_500);
    const failure = { kind: 'unavailable', reason: 'http-status', detail: '500' };
    expect(await askInARow(FAILURES)).toEqual([failure, failure, failure]);
    expect(await askInARow(4)).toEqual([PAUSED, PAUSED, PAUSED, PAUSED]);
    expect(sandbox.calls.entries).toHaveLength(FAILURES);
    expect(pauses).toEqual([failure]);
  });

  it.each<[string, Behaviour]>([
    ['a good answer', { kind: 'good' }],
    ['a refused key', { kind: 'refused', httpStatus: 401 }],
    ['a rate limit', { kind: 'raw', status: 429, body: '' }],
    ["a firewall's page", { kind: 'raw', status: 403, body: '<html>' }],
    ['a page at HTTP 200', { kind: 'raw', status: 200, body: '<html>' }],
    ['a redirect', { kind: 'raw', status: 302, body: '' }],
    ['an endless body', { kind: 'flood' }],
    ['a body of another shape', { kind: 'raw', status: 200, body: '{"code":200}' }],
    ['another code', { kind: 'code', code: 403 }],
  ])('takes %s for no outage, however often it comes', async (_, behaviour) => {
    sandbox.setOutage(behaviour);
    await askInARow(FAILURES * 2);
    expect(sandbox.calls.entries).toHaveLength(FAILURES * 2);
    sandbox.setOutage(HTTP_500);
    await askInARow(FAILURES - 1);
    sandbox.setOutage(behaviour);
    await ask();
    sandbox.setOutage(HTTP_500);
    await askInARow(FAILURES - 1);
    expect(pauses).toEqual([]);
  });

  it.each<[string, Behaviour]>([
    ['silence', { kind: 'silent' }],
    ['a body that stops', { kind: 'stuck-body' }],
    ['a body that trickles', { kind: 'trickle' }],
    ['a broken connection', { kind: 'reset' }],
    ['HTTP 503', { kind: 'raw', status: 503, body: '' }],
    ['code 500 at HTTP 200', { kind: 'code', code: 500 }],
  ])('takes %s for an outage', async (_, behaviour) => {
    const hasty = breakerWith({ deadlineMs: 50 });
    sandbox.setOutage(behaviour);
    await Promise.all(Array.from({ length: FAILURES }, () => ask(hasty)));
    expect(await ask(hasty)).toEqual(PAUSED);
    await hasty.close();
  });

  it('lets one call through as a probe after the pause, while others are still answered at once', async () => {
    sandbox.setOutage(HTTP_500);
    await askInARow(FAILURES);
    aheadMs += 9_000;
    expect(await ask()).toEqual(PAUSED);
    aheadMs += 1_000;
    let release = () => {};
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    sandbox.setOutage({ kind: 'held', until, next: { kind: 'good' } });
    const probe = ask();
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([PAUSED, PAUSED, PAUSED]);
    release();
    expect(await probe).toMatchObject({ kind: 'ok' });
    expect(sandbox.calls.entries).toHaveLength(FAILURES + 1);
    expect(resumptions).toBe(1);
    expect(await Promise.all([ask(), ask()])).toMatchObject([{ kind: 'ok' }, { kind: 'ok' }]);
  });

  it('doubles the pause after each probe that fails, up to a minute', async () => {
    sandbox.setOutage(HTTP_500);
    await askInARow(FAILURES);
    for (const pauseMs of [10_000, 20_000, 40_000, 60_000, 60_000]) {
      aheadMs += pauseMs - 1_000;
      expect(await ask()).toEqual(PAUSED);
      aheadMs += 1_000;
      expect(await ask()).toMatchObject({ reason: 'http-status' });
    }
    expect(pauses).toHaveLength(1);
    sandbox.setOutage({ kind: 'good' });
    aheadMs += 60_000;
    expect(await ask()).toMatchObject({ kind: 'ok' });
    sandbox.setOutage(HTTP_500);
    await askInARow(FAILURES);
    expect(pauses).toHaveLength(2);
    aheadMs += 10_000;
    expect(await ask()).toMatchObject({ reason: 'http-status' });
  });
});
