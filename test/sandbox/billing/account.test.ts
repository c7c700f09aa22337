import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BillingSandbox, type Figures } from '../../../src/sandbox/billing/index.ts';

const KEY = 'sk-account';

describe('an account of the billing sandbox', () => {
  let billing: BillingSandbox;

  beforeEach(async () => {
    billing = await BillingSandbox.start();
    billing.setKey(KEY, { kind: 'good' });
  });
  afterEach(() => billing.stop());

  async function figures(): Promise<Figures> {
    const response = await fetch(billing.url, { headers: { authorization: `Bearer ${KEY}` } });
    const { data } = (await response.json()) as { data: Figures };
    return data;
  }

  it('spends what remains, and points with it, to the last millionth', async () => {
    billing.account(KEY).spend('0.000001');
    expect(await figures()).toEqual({
      remainingPoints: '2005317.980000',
      points: '2100000.000000',
      remainingAmount: '200.531798',
      amount: '210.000000',
    });
    billing.account(KEY).spend('201');
    expect(await figures()).toMatchObject({
      remainingAmount: '-0.468202',
      remainingPoints: '-4682.020000',
    });
  });

  it('raises what remains and the total by what is paid in', async () => {
    billing.account(KEY).topUp('50.5');
    expect(await figures()).toEqual({
      remainingPoints: '2510317.990000',
      points: '2605000.000000',
      remainingAmount: '251.031799',
      amount: '260.500000',
    });
  });

  it('goes on from its own figures until the key is set again', async () => {
    const account = billing.account(KEY);
    account.spend('1');
    billing.account(KEY).spend('1');
    expect(account.figures.remainingAmount).toBe('198.531799');
    billing.setKey(KEY, { kind: 'good' });
    expect(billing.account(KEY).figures.remainingAmount).toBe('200.531799');
  });

  it('takes nothing but amounts, and is there for good keys alone', () => {
    expect(() => billing.account(KEY).spend('1e3')).toThrow('no amount');
    expect(() => billing.account(KEY).topUp('0.0000001')).toThrow('no amount');
    billing.setKey(KEY, { kind: 'refused', httpStatus: 401 });
    expect(() => billing.account(KEY)).toThrow('good key');
    expect(() => billing.account('sk-unknown')).toThrow('good key');
  });
});
