import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Bulkhead, type BulkheadOptions } from '../../src/balance/bulkhead.ts';
import type { LookUp } from '../../src/balance/outcome.ts';
import { BillingSandbox } from '../../src/sandbox/billing/index.ts';
import { Secret } from '../../src/secret.ts';
import { billingClient } from './billing-client.ts';

const BUSY: LookUp = { kind: 'busy' };

describe('the bulkhead', () => {
  let sandbox: BillingSandbox;
  let bulkhead: Bulkhead;
  let release: () => void;

  /** Every key is answered well, but only after `release()`. */
  async function setUp(options: BulkheadOptions): Promise<void> {
    bulkhead = new Bulkhead(billingClient(sandbox), options);
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    sandbox.setOutage({ kind: 'held', until, next: { kind: 'good' } });
  }

  beforeEach(async () => {
    sandbox = await BillingSandbox.start();
  });
  afterEach(async () => {
    release();
    await bulkhead.close();
    await sandbox.stop();
  });

  const ask = (key: string) => bulkhead.lookUp(new Secret(`sk-unit-test-${key}`));
  const timesAsked = (key: string) => sandbox.timesAsked(`sk-unit-test-${key}`);

  it('has no more calls under way than it may, lets some wait, and turns the rest away at once', async () => {
    await setUp({ concurrency: 2, queue: 2, maxWaitMs: 5_000 });
    const waiting = ['a', 'b', 'c', 'd'].map(ask);
    expect(await ask('e')).toEqual(BUSY);
    await sandbox.calls.waitFor(() => sandbox.calls.entries.length === 2, 'both calls');
    release();
    expect(await Promise.all(waiting)).toMatchObject(waiting.map(() => ({ kind: 'ok' })));
    expect(sandbox.calls.entries).toHaveLength(4);
    expect(timesAsked('e')).toBe(0);
    expect(await ask('e')).toMatchObject({ kind: 'ok' });
  });

  it('turns away whoever has waited too long without asking for them, and serves those behind', async () => {
    await setUp({ concurrency: 1, queue: 2, maxWaitMs: 300 });
    const first = ask('first');
    expect(await ask('impatient')).toEqual(BUSY);
    const behind = ask('behind');
    release();
    expect(await Promise.all([first, behind])).toMatchObject([{ kind: 'ok' }, { kind: 'ok' }]);
    expect(timesAsked('impatient')).toBe(0);
    expect(timesAsked('behind')).toBe(1);
  });

  it('does not hurry a call that has its turn', async () => {
    await setUp({ concurrency: 1, queue: 1, maxWaitMs: 50 });
    const slow = ask('slow');
    expect(await ask('impatient')).toEqual(BUSY);
    release();
    expect(await slow).toMatchObject({ kind: 'ok' });
  });

  it('gives the slot back after a failure', async () => {
    await setUp({ concurrency: 1, queue: 0, maxWaitMs: 1_000 });
    sandbox.setOutage({ kind: 'raw', status: 500, body: '' });
    expect(await ask('a')).toMatchObject({ reason: 'http-status' });
    sandbox.setOutage({ kind: 'good' });
    expect(await ask('b')).toMatchObject({ kind: 'ok' });
  });
});
