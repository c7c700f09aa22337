import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imageSize } from '../../src/sandbox/image-size.ts';
import { NO_LIMITS } from '../fuzz/conduct.ts';
import { Harness } from './harness.ts';
import { type Person, PLATFORMS, personOn } from './person.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const SIZE = { width: 1200, height: 810 };

const ROUND = {
  remainingPoints: '10000000.000000',
  points: '10000000.000000',
  remainingAmount: '1000.000000',
  amount: '1000.000000',
};

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.start({ env: { ...NO_LIMITS, CURRENCY: 'USD' } });
});
afterAll(() => harness.stop());

describe.each(PLATFORMS)('what a person on %s has spent', (platform) => {
  /** Somebody with one key, just registered. */
  async function owner({ chinese = false } = {}): Promise<{ person: Person; key: string }> {
    const person = personOn(platform, harness, { chinese });
    const key = harness.key({ kind: 'good', figures: ROUND });
    await person.register(key);
    return { person, key };
  }

  /** Lets the clock run on, spends, and has the balance read. */
  async function spend(person: Person, key: string, hours: number, amount: string): Promise<void> {
    harness.advance(hours * HOUR_MS);
    harness.billing.account(key).spend(amount);
    await person.command('balance');
  }

  it('is told exactly, by day, week and month', async () => {
    const { person, key } = await owner();
    await spend(person, key, 20 * 24, '100.5');
    await spend(person, key, 4 * 24, '20.25');
    await spend(person, key, 5 * 24, '3.000001');
    harness.advance(DAY_MS);
    const words = await person.command('usage');
    expect(words).toContain('What you have spent');
    expect(words).toContain('Today (UTC)\n0 USD');
    expect(words).toContain('Last 7 days\n23.250001 USD');
    expect(words).toContain('Last 30 days\n123.750001 USD');
    expect(words).toContain('Average a day\n4.12 USD');
  });

  it('is of today where the person lives', async () => {
    const { person, key } = await owner();
    await spend(person, key, 1, '5');
    await spend(person, key, 3, '7');
    const hour = new Date(harness.now()).getUTCHours();
    for (const [there, today] of [
      [1, '7 USD'],
      [12, '12 USD'],
    ] as const) {
      const distance = ((there - hour + 36) % 24) - 12;
      await person.command('timezone', { zone: `UTC${distance < 0 ? '' : '+'}${distance}` });
      expect(await person.command('usage')).toMatch(new RegExp(`Today \\(.+\\)\\n${today}`));
    }
  });

  it('is foretold with its range once it was seen for a day', async () => {
    const { person, key } = await owner();
    await spend(person, key, 23, '10');
    expect(await person.command('usage')).toContain('too little data for now');
    for (let turn = 0; turn < 6; turn += 1) await spend(person, key, 8, '10');
    const words = await person.command('usage');
    expect(words).toMatch(/the balance lasts for about \d+ days, until about .*\. Most likely (between )?\d/);
    expect(person.picture()?.alt).toContain('the balance lasts for about');
  });

  it('is drawn, and put into words for those who do not see it', async () => {
    const { person, key } = await owner();
    await spend(person, key, 2, '100');
    harness.billing.account(key).topUp('50.5');
    await spend(person, key, 2, '0.5');
    const words = await person.command('usage');
    expect(words).toContain('Last 7 days\n100.5 USD');
    const picture = person.picture();
    expect(imageSize(picture?.png ?? Buffer.of())).toEqual(SIZE);
    expect(picture?.alt).toContain(
      'Balance · last 7 days: from 1,000 to 950, one top-up. Forecast: too little data',
    );
  });

  it('is drawn and described in the language of the person', async () => {
    const { person, key } = await owner({ chinese: true });
    await spend(person, key, 2, '100');
    const words = await person.command('usage');
    expect(words).toContain('最近 7 天\n100 USD');
    expect(imageSize(person.picture()?.png ?? Buffer.of())).toEqual(SIZE);
    expect(person.picture()?.alt).toContain('余额 · 最近 7 天：从 1,000 到 900，没有充值。预测：数据太少');
  });

  it('is asked for by key where there are several', async () => {
    const { person, key } = await owner();
    await person.register(key, 'work');
    await person.register(harness.key({ kind: 'good' }), 'home');
    await spend(person, key, 2, '100');
    expect(await person.command('usage')).toContain('Which key do you want to see?');
    expect(person.shown().slice(1)).toEqual(['work', 'home']);
    const words = await person.command('usage', { name: 'work' });
    expect(words).toContain('What work has spent');
    expect(words).toContain('Today');
    expect(words).toContain('Last 7 days\n100 USD');
    expect(await person.command('usage', { name: 'home' })).toContain('Last 7 days\n0 USD');
  });

  it.each([
    ['unavailable', { kind: 'raw', status: 503, body: '' }, 'The balance service is not answering properly'],
    ['limited', { kind: 'raw', status: 429, body: '' }, 'The balance service is limiting requests'],
    ['refused', { kind: 'refused', httpStatus: 401 }, 'no longer accepted (error 401)'],
  ] as const)('is shown with the reason where the balance is %s', async (_, behaviour, reason) => {
    const { person, key } = await owner();
    await spend(person, key, 2, '100');
    harness.billing.setKey(key, behaviour);
    const words = await person.command('usage');
    expect(words).toContain(reason);
    expect(words).toContain('Last 7 days\n100 USD');
    expect(person.picture()?.png.length).toBeGreaterThan(10_000);
    await person.command('export');
    expect(person.file()?.text.trim().split('\n')).toHaveLength(3);
  });

  it('is not known of a key that was never read', async () => {
    const person = personOn(platform, harness);
    expect(await person.command('usage')).toContain('You have no key registered yet');
    const key = harness.key({ kind: 'raw', status: 503, body: '' });
    await person.register(key);
    await person.press('Store it unchecked');
    const words = await person.command('usage');
    expect(words).toContain('The balance service is not answering properly');
    expect(words).toContain('I know nothing about the past of this key yet');
    expect(person.picture()).toBeUndefined();
    expect(await person.command('export')).toContain('I know nothing about the past of this key yet');
    harness.billing.setKey(key, { kind: 'refused', httpStatus: 401 });
    expect(await person.command('usage')).toContain('That key does not work');
  });

  it('is exported as the provider has stated it', async () => {
    const since = harness.now();
    const { person, key } = await owner();
    await person.register(key, '../w<>rk: 密钥 🔑"');
    const account = harness.billing.account(key);
    const stated = [account.figures];
    for (const amount of ['0.000001', '3.14', '1000']) {
      await spend(person, key, 2, amount);
      stated.push(account.figures);
    }
    account.topUp('0.5');
    await spend(person, key, 2, '0.25');
    stated.push(account.figures);
    expect(await person.command('export')).toContain('5 readings');
    const { name = '', text = '' } = person.file() ?? {};
    expect(name).toBe(`balance-w-rk-密钥-${new Date(harness.now()).toISOString().slice(0, 10)}.csv`);
    const [header, ...lines] = text.trim().split('\n');
    expect(header).toBe('time,points_remaining,points_total,amount_remaining,amount_total');
    const rows = lines.map((line) => line.split(','));
    const plain = (figure: string) => figure.replace(/\.?0+$/, '');
    expect(rows.map(([, ...figures]) => figures)).toEqual(
      stated.map(({ remainingPoints, points, remainingAmount, amount }) =>
        [remainingPoints, points, remainingAmount, amount].map(plain),
      ),
    );
    const times = rows.map(([time = '']) => time);
    expect(times.map((time) => new Date(time).toISOString())).toEqual(times);
    expect(times.map((time) => Math.floor((Date.parse(time) - since) / HOUR_MS))).toEqual([0, 2, 4, 6, 8]);
  });
});
