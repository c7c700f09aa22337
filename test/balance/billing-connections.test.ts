import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BillingApi } from '../../src/balance/billing-api.ts';
import { type Behaviour, BillingSandbox } from '../../src/sandbox/billing/index.ts';
import { Secret } from '../../src/secret.ts';
import { billingClient } from './billing-client.ts';

const KEY = 'sk-unit-test-key';

describe('the connection of the billing API client', () => {
  let sandbox: BillingSandbox;
  let api: BillingApi;

  beforeEach(async () => {
    sandbox = await BillingSandbox.start();
    api = billingClient(sandbox, { deadlineMs: 300, connections: 1 });
  });
  afterEach(async () => {
    await api.close();
    await sandbox.stop();
  });

  it.each<[string, Behaviour, string]>([
    ['silence', { kind: 'silent' }, 'deadline'],
    ['a body that stops', { kind: 'stuck-body' }, 'deadline'],
    ['a body that trickles', { kind: 'trickle' }, 'deadline'],
    ['a body without end', { kind: 'flood' }, 'too-large'],
    ['a body of 10 MB', { kind: 'raw', status: 200, body: Buffer.alloc(10_000_000, ' ') }, 'too-large'],
  ])('is closed on %s, and the next look-up has one again', async (_, behaviour, reason) => {
    sandbox.setKey(KEY, behaviour);
    expect(await api.lookUp(new Secret(KEY))).toMatchObject({ kind: 'unavailable', reason });
    await sandbox.brokenOff.waitFor(({ key }) => key === KEY, 'the connection to end');
    sandbox.setKey(KEY, { kind: 'good' });
    expect(await api.lookUp(new Secret(KEY))).toMatchObject({ kind: 'ok' });
  });

  it('is kept after an error that was read whole', async () => {
    sandbox.setKey(KEY, { kind: 'raw', status: 500, body: '<html>' });
    await api.lookUp(new Secret(KEY));
    await api.lookUp(new Secret(KEY));
    expect(sandbox.calls.entries).toHaveLength(2);
    expect(sandbox.brokenOff.entries).toEqual([]);
  });
});
