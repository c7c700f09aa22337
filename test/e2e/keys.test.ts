import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SLOTS } from '../../src/records/kinds.ts';
import type { Behaviour } from '../../src/sandbox/billing/index.ts';
import { NO_LIMITS } from '../fuzz/conduct.ts';
import { Harness } from './harness.ts';
import { type Person, PLATFORMS, personOn } from './person.ts';

const LITTLE = {
  remainingPoints: '100000.000000',
  points: '1000000.000000',
  remainingAmount: '10.000000',
  amount: '100.000000',
};

describe.each(PLATFORMS)('a person on %s with several keys', (platform) => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await Harness.start({ platforms: [platform], env: NO_LIMITS });
  });
  afterAll(() => harness.stop());

  /** Somebody with keys of those names, and these keys. */
  async function owner(...names: readonly string[]): Promise<[Person, ...string[]]> {
    const person = personOn(platform, harness);
    const keys: string[] = [];
    for (const name of names) {
      const key = harness.key({ kind: 'good' });
      expect(await person.register(key, name)).toContain('Your key is registered');
      keys.push(key);
    }
    return [person, ...keys];
  }

  it('has ten of them, and is kindly refused an eleventh', async () => {
    const names = Array.from({ length: SLOTS }, (_, index) => `key number ${index}`);
    const [person] = await owner(...names);
    const before = await person.command('key');
    for (const name of names) expect(before).toContain(name);
    const refused = await person.register(harness.key({ kind: 'good' }), 'one more');
    expect(refused).toContain('You have 10 keys, as many as I keep. Nothing was stored or changed.');
    expect(await person.register(harness.key({ kind: 'good' }))).toContain('Another key');
    expect(await person.press('Keep it as well')).toContain('No more keys');
    expect(await person.command('key')).toBe(before);
    const all = await person.command('balance');
    for (const name of names) expect(all).toContain(name);
  });

  it('sees them all, each with its bar, after one wait for all', async () => {
    const [person, ...keys] = await owner('work', 'home', 'play');
    let release = () => {};
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    keys.forEach((key, index) => {
      const next: Behaviour = { kind: 'good', ...(index === 1 && { figures: LITTLE }) };
      harness.billing.setKey(key, { kind: 'held', until, next });
    });
    const asked = keys.map((key) => harness.billing.timesAsked(key));
    const answer = person.command('balance');
    const isUnderWay = () =>
      keys.every((key, index) => harness.billing.timesAsked(key) === (asked[index] ?? 0) + 1);
    await harness.billing.calls.waitFor(isUnderWay, 'all look-ups to be under way');
    release();
    const words = await answer;
    expect(words).toContain('Your balances');
    expect(words).toMatch(/work\n▰{9}▱ 95\.5% left\n200\.531799 of 210 · 2,005,317\.99 points/);
    expect(words).toMatch(/home\n▰▱{9} 10% left\n10 of 100 · 100,000 points/);
    expect(words).toMatch(/play\n▰{9}▱ 95\.5% left/);
    expect(await person.press('Refresh')).toMatch(/home\n▰▱{9} 10% left/);
  });

  it('sees of each that fails why, and the others all the same', async () => {
    const [person, fine, stopped, down, limited] = await owner('fine', 'stopped', 'down', 'limited');
    harness.billing.setKey(stopped ?? '', { kind: 'refused', httpStatus: 401 });
    harness.billing.setKey(down ?? '', { kind: 'raw', status: 503, body: '' });
    harness.billing.setKey(limited ?? '', {
      kind: 'raw',
      status: 429,
      headers: { 'retry-after': '7' },
      body: '',
    });
    const words = await person.command('balance');
    expect(words).toMatch(/fine\n▰{9}▱ 95\.5% left/);
    expect(words).toMatch(/stopped\n⚠️ This key is no longer accepted \(error 401\)/);
    expect(words).toMatch(
      /down\n⚠️ The balance service is not answering properly.*\nLast seen .*:\n200\.531799 of 210/,
    );
    expect(words).toMatch(/limited\n⚠️ The balance service is limiting requests\. Try again in 7 seconds\./);
    const reason = 'unauthorized, http-status, rate-limited';
    await harness.log.waitFor((line) => line.outcome === 'some' && line.reason === reason, 'the log line');
    harness.billing.setKey(fine ?? '', { kind: 'refused', httpStatus: 200 });
    expect(await person.press('Refresh')).not.toContain('▰');
  });

  it('sees one by its name, and of a name that there is not those that there are', async () => {
    const [person] = await owner('work', 'home');
    const one = await person.command('balance', { name: 'WORK' });
    expect(one).toContain('Balance of work');
    expect(one).not.toContain('home');
    expect(await person.press('Refresh')).toContain('Balance of work');
    const unknown = await person.command('balance', { name: 'elsewhere' });
    expect(unknown).toContain('You have no key of that name');
    expect(unknown).toContain('• work');
    expect(unknown).toContain('• home');
    for (const command of ['usage', 'export', 'removekey'])
      expect(await person.command(command, { name: 'elsewhere' })).toContain('• home');
  });

  it('removes one by its name, and another by a button', async () => {
    const [person] = await owner('work', 'home', 'play');
    expect(await person.command('removekey', { name: 'work' })).toMatch(/I will erase the key `?work/);
    expect(await person.press('Keep it')).toContain('stays registered');
    await person.command('removekey', { name: 'work' });
    expect(await person.press('Remove it')).toContain('2 keys are left');
    expect(await person.command('removekey')).toContain('Which key shall I remove?');
    expect(await person.press('home')).toContain('Remove your key?');
    expect(await person.press('Remove it')).toContain('One key is left');
    expect(await person.command('balance')).toContain('Balance of play');
  });

  it('loses no newer key to an old question', async () => {
    const [person] = await owner('work', 'home');
    const elsewhere = person.atAnotherDevice();
    await person.command('removekey', { name: 'work' });
    await elsewhere.register(harness.key({ kind: 'good' }), 'work');
    expect(await person.press('Remove it')).toContain('That key is not registered any more');
    const words = await elsewhere.command('balance');
    for (const name of ['work', 'home']) expect(words).toContain(name);
  });
});

describe('a person on Discord with several keys', () => {
  it('is offered their names wherever one is to be given', async () => {
    const harness = await Harness.start({ platforms: ['discord'] });
    try {
      const user = harness.discord.user({ username: 'kim' });
      for (const name of ['work', 'home']) {
        const modal = await user.slash('key set', { values: { name } }).modal();
        expect(modal.title).toBe(`Key for ${name}`);
        await user.submit(modal, { key: harness.key({ kind: 'good' }) }).reply();
      }
      for (const command of ['balance', 'usage', 'export', 'alert', 'announce', 'key name', 'key remove']) {
        const [choice, ...others] = await user.autocomplete(command, { option: 'name', value: 'w' });
        expect(choice?.name).toBe('work');
        expect(others).toEqual([]);
      }
    } finally {
      await harness.stop();
    }
  });
});
