import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Platform } from '../../src/identity.ts';
import { Harness } from './harness.ts';
import { type Person, PLATFORMS, personOn } from './person.ts';

const HOUR_MS = 3_600_000;

const TOP_UP_URL = 'https://top-up.example/';
const ENV = {
  CURRENCY: 'USD',
  TOPUP_URL: TOP_UP_URL,
  WATCH_INTERVAL: '1h',
  MESSAGES_PER_MINUTE: '0',
  LOOKUPS_PER_MINUTE: '0',
  REGISTRATIONS_PER_HOUR: '0',
};

const LOW = 'running low';
const STOPPED = 'Your key has stopped working';
const SUGGESTION = 'Warn me at 10% and 3 days left';
const NONE_SET = 'You have no alerts set';

/** How each platform turns alerts off. */
const OFF: Readonly<Record<Platform, (person: Person, name?: string) => Promise<string>>> = {
  discord: (person, name) => person.command('alert', { ...(name !== undefined && { name }), off: true }),
  telegram: (person, name) => person.write(name === undefined ? '/alert off' : `/alert ${name} off`),
};

describe.each(PLATFORMS)('alerts on %s', (platform) => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await Harness.start({ platforms: [platform], env: ENV });
  });
  afterAll(() => harness.stop());

  /** Nobody of an earlier test is read any more. */
  const people: Person[] = [];
  afterEach(async () => {
    for (const each of people.splice(0)) {
      each.unblock();
      await each.command('forget');
      if (each.shown().length > 1) await each.press(each.shown()[1] ?? '');
    }
  });

  function person(chinese = false): Person {
    const created = personOn(platform, harness, { chinese });
    people.push(created);
    return created;
  }

  /** Somebody with a key, and the account behind it: 200.53 of 210 USD are left. */
  async function customer(chinese = false) {
    const user = person(chinese);
    const key = harness.key({ kind: 'good' });
    await user.register(key);
    return { user, key, account: harness.billing.account(key) };
  }

  /** Lets rounds of the sweep pass. */
  async function rounds(count = 1): Promise<void> {
    for (let round = 0; round < count; round += 1) await pass(1);
  }

  /** Lets that many hours pass, and a round of the sweep at their end. */
  async function pass(hours: number): Promise<void> {
    harness.advance(hours * HOUR_MS);
    await harness.app.watch();
  }

  /** What a person has set, by the lines of the list. */
  async function rulesOf(user: Person): Promise<string[]> {
    const shown = await user.command('alert');
    return shown.split('\n').flatMap((line) => (line.startsWith('•') ? [line.slice(2)] : []));
  }

  /** Gives a person a second key, under a name. */
  async function add(user: Person, name: string): Promise<string> {
    const key = harness.key({ kind: 'good' });
    if (platform === 'telegram') {
      await user.write(`/key ${name}`);
      await user.write(key);
    } else {
      await user.write(key);
      await user.press('Keep it as well');
      await user.command('key name', { name: `sk-…${key.slice(-4)}`, to: name });
    }
    return key;
  }

  describe('are set', () => {
    it('by one press after the first key, and then no more are suggested', async () => {
      const { user } = await customer();
      expect(user.shown()).toContain(SUGGESTION);
      expect(await user.pressForNew(SUGGESTION)).toContain('Done');
      expect(await rulesOf(user)).toEqual([
        'less than 10% is left',
        'the balance lasts for less than 3 days',
      ]);
      await user.write(harness.key({ kind: 'good' }));
      await user.press('Keep it as well');
      expect(user.shown()).not.toContain(SUGGESTION);
    });

    it('one after another or several at once, each in place of one of its kind, and ended', async () => {
      const { user } = await customer();
      expect(await user.command('alert')).toContain(NONE_SET);
      expect(user.shown()).toContain(SUGGESTION);
      await user.command('alert', { below: 50 });
      await user.command('alert', { points: 100_000, percent: 10, days: 3 });
      await user.command('alert', { below: 40 });
      expect((await rulesOf(user)).sort()).toEqual([
        'fewer than 100,000 points are left',
        'less than 10% is left',
        'less than 40 USD is left',
        'the balance lasts for less than 3 days',
      ]);
      expect(await user.press('Turn all off')).toContain('4 alerts are off');
      expect(await user.command('alert')).toContain(NONE_SET);
      expect(await OFF[platform](user)).toContain('There was no alert');
    });

    it('for one key by its name, and ended for that one', async () => {
      const { user } = await customer();
      await add(user, 'work');
      await user.command('alert', { name: 'work', below: 30 });
      await user.command('alert', { percent: 5 });
      expect(await rulesOf(user)).toEqual(['less than 30 USD is left (only work)', 'less than 5% is left']);
      const unknown = await user.command('alert', { name: 'play', below: 30 });
      expect(unknown).toContain('You have no key of that name');
      expect(await OFF[platform](user, 'work')).toContain('The alert is off');
      expect(await rulesOf(user)).toEqual(['less than 5% is left']);
    });

    it('not by what makes no sense: that is said, and nothing changes', async () => {
      const { user } = await customer();
      await user.command('alert', { below: 50 });
      const bad: readonly Readonly<Record<string, number>>[] = [
        { points: 0 },
        { percent: 101 },
        { days: 1e9 },
        { below: 20, percent: 0 },
      ];
      for (const values of bad) {
        const answer = await user.command('alert', values);
        expect(answer).toMatch(/makes no sense for.* Nothing was changed\./);
        expect(answer).toContain('To set one:');
      }
      for (const words of platform === 'telegram' ? ['abc', '1e9', '-1', '∞'] : [])
        expect(await user.write(`/alert below:${words}`)).toContain(`“${words}” makes no sense for`);
      expect(await rulesOf(user)).toEqual(['less than 50 USD is left']);
    });

    it('for nobody without a key', async () => {
      expect(await person().command('alert', { below: 50 })).toContain('You have no key registered yet');
    });
  });

  describe('come', () => {
    it('within a round, once, and again only after a top-up that has lifted the balance clearly above', async () => {
      const { user, account } = await customer();
      await user.command('alert', { below: 50 });
      await rounds();
      account.spend('151');
      const before = user.replies();
      await rounds();
      const told = await user.waitForMessage(LOW);
      expect(told).toContain('You asked to be warned when less than 50 USD is left.');
      expect(told).toContain('49.531799');
      expect(user.shown().slice(1)).toEqual(['Usage', 'Top up', 'Snooze 24 h']);
      account.spend('1');
      await rounds(3);
      // Above the threshold, but not clearly.
      account.topUp('3');
      await rounds();
      account.spend('5');
      await rounds();
      expect(user.replies()).toBe(before + 1);
      account.topUp('100');
      await rounds();
      account.spend('100');
      await rounds(2);
      await user.waitForMessage(LOW);
      expect(user.replies()).toBe(before + 2);
    });

    it('of points, of a share and of the days that are left', async () => {
      const { user, account } = await customer();
      await user.command('alert', { points: 1_000_000, percent: 40, days: 5 });
      for (let reading = 0; reading < 12; reading += 1) {
        account.spend('10');
        await pass(4);
      }
      await user.waitForMessage('the balance lasts for less than 5 days');
      await user.waitForMessage('fewer than 1,000,000 points are left');
      await user.waitForMessage('less than 40% is left');
      expect(await user.pressForNew('Usage')).toContain('What you have spent');
      expect(user.picture()?.alt).toContain('Forecast:');
    });

    it('in the language of their reader', async () => {
      const { user, account } = await customer(true);
      await user.command('alert', { below: 50 });
      account.spend('151');
      await rounds();
      expect(await user.waitForMessage('余额')).toContain('50 USD');
    });

    it('about one key only where they are set for one', async () => {
      const { user, account } = await customer();
      const work = await add(user, 'work');
      await user.command('alert', { name: 'work', below: 50 });
      account.spend('190');
      const before = user.replies();
      await rounds(2);
      expect(user.replies()).toBe(before);
      harness.billing.account(work).spend('190');
      await rounds();
      expect(await user.waitForMessage(LOW)).toContain('work is running low');
    });

    it('after the key that they were set for was replaced by another of its name', async () => {
      const { user } = await customer();
      await add(user, 'work');
      await user.command('alert', { name: 'work', below: 50 });
      const next = harness.key({ kind: 'good' });
      if (platform === 'telegram') await user.write('/key work');
      await user.write(next);
      if (platform === 'discord') await user.press('Replace work');
      expect(user.shown()[0]).toContain('Your key is registered');
      expect(await rulesOf(user)).toEqual(['less than 50 USD is left (only work)']);
      harness.billing.account(next).spend('190');
      await rounds();
      expect(await user.waitForMessage(LOW)).toContain('work is running low');
    });

    it('no more for a key that was removed', async () => {
      const { user } = await customer();
      const work = await add(user, 'work');
      await user.command('alert', { name: 'work', below: 50 });
      await user.command('removekey', { name: 'work' });
      await user.press('Remove it');
      expect(await user.command('alert')).toContain(NONE_SET);
      harness.billing.account(work).spend('190');
      const before = user.replies();
      await rounds(2);
      expect(user.replies()).toBe(before);
    });
  });

  describe('are snoozed', () => {
    it('for a day, all of the key, and come once more then if it is still low', async () => {
      const { user, account } = await customer();
      await user.command('alert', { below: 50, percent: 10 });
      account.spend('151');
      await rounds();
      await user.waitForMessage('less than 50 USD');
      expect(await user.pressAside('Snooze 24 h')).toContain('for 24 hours');
      const before = user.replies();
      // The other rule would warn now.
      account.spend('40');
      await rounds(2);
      await pass(21);
      expect(user.replies()).toBe(before);
      await pass(2);
      expect(await user.waitForMessage('less than 50 USD')).toContain('less than 10%');
      await pass(26);
      expect(user.replies()).toBe(before + 1);
    });

    it('and do not come any more where a top-up has come first', async () => {
      const { user, account } = await customer();
      await user.command('alert', { below: 50 });
      account.spend('151');
      await rounds();
      await user.waitForMessage(LOW);
      await user.pressAside('Snooze 24 h');
      const before = user.replies();
      account.topUp('100');
      await pass(26);
      expect(user.replies()).toBe(before);
    });

    it.each([
      ['English', false, 'This warning about'],
      ['Chinese', true, '的提醒已经结束'],
    ] as const)('not where they are over by then, which is said in %s', async (_language, chinese, over) => {
      const { user, account } = await customer(chinese);
      const elsewhere = user.atAnotherDevice();
      const button = chinese ? '24 小时后再提醒' : 'Snooze 24 h';
      await user.command('alert', { below: 50 });
      account.spend('151');
      await rounds();
      await user.waitForMessage('⚠️');
      account.topUp('100');
      await elsewhere.command('balance');
      expect(await user.pressAside(button)).toContain(over);
      await rounds();
      account.spend('100');
      await rounds();
      await user.waitForMessage('⚠️');
      await OFF[platform](elsewhere);
      expect(await user.pressAside(button)).toContain(over);
    });
  });

  describe('in quiet hours', () => {
    /** Has the quiet hours begin an hour ago and end in five. */
    async function keepQuiet(user: Person): Promise<void> {
      const now = new Date(harness.now());
      const at = (hours: number) => `${(now.getUTCHours() + 24 + hours) % 24}`;
      const set = await user.command('timezone', { zone: 'UTC', quiet: `${at(-1)}-${at(5)}` });
      expect(set).toContain('Quiet hours');
    }

    it('wait for their end', async () => {
      const { user, account } = await customer();
      await keepQuiet(user);
      await user.command('alert', { below: 50 });
      account.spend('151');
      const before = user.replies();
      await rounds(3);
      expect(user.replies()).toBe(before);
      await rounds(3);
      await user.waitForMessage(LOW);
      expect(user.replies()).toBe(before + 1);
    });

    it('do not come at their end where a top-up has come first, or they were turned off', async () => {
      const [topped, turned] = [await customer(), await customer()];
      for (const { user, account } of [topped, turned]) {
        await keepQuiet(user);
        await user.command('alert', { below: 50 });
        account.spend('151');
      }
      await rounds(2);
      topped.account.topUp('100');
      await OFF[platform](turned.user);
      const before = [topped.user.replies(), turned.user.replies()];
      await rounds(6);
      expect([topped.user.replies(), turned.user.replies()]).toEqual(before);
    });

    it('and during a long downtime come once, and each thing that was to be said is said once', async () => {
      const { user, account } = await customer();
      const elsewhere = user.atAnotherDevice();
      await user.command('alert', { below: 50, percent: 40 });
      account.spend('130');
      await rounds();
      await user.waitForMessage('less than 40%');
      await keepQuiet(elsewhere);
      account.spend('25');
      await rounds();
      expect(await user.pressAside('Snooze 24 h')).toContain('for 24 hours');
      const before = user.replies();
      await pass(53);
      const told = await user.waitForMessage('less than 50 USD');
      expect(told.match(/less than [^.]*/)?.[0]).toBe('less than 50 USD is left and less than 40% is left');
      await rounds();
      expect(user.replies()).toBe(before + 1);
    });

    it('come at once when it is urgent: nearly used up, or refused', async () => {
      const [used, refused] = [await customer(), await customer()];
      for (const { user } of [used, refused]) {
        await keepQuiet(user);
        await user.command('alert', { below: 50 });
      }
      used.account.spend('200');
      harness.billing.setKey(refused.key, { kind: 'refused', httpStatus: 401 });
      await rounds();
      await used.user.waitForMessage(LOW);
      await refused.user.waitForMessage(STOPPED);
    });

    it('come at once when it becomes urgent while they wait', async () => {
      const { user, account } = await customer();
      await keepQuiet(user);
      await user.command('alert', { below: 50 });
      account.spend('151');
      const before = user.replies();
      await rounds();
      expect(user.replies()).toBe(before);
      account.spend('49');
      await rounds();
      await user.waitForMessage(LOW);
    });
  });

  describe('for somebody who takes no messages from the bot', () => {
    /** How often the bot has tried to send something unasked. */
    const tries = () =>
      harness.log.entries.filter(({ msg }) => msg === 'not sent' || msg === 'sent unasked').length;

    async function blocking() {
      const all = await customer();
      await all.user.command('alert', { below: 50 });
      all.user.block();
      all.account.spend('151');
      const before = tries();
      await rounds();
      expect(tries()).toBe(before + 1);
      await rounds(3);
      expect(tries()).toBe(before + 1);
      all.user.unblock();
      await harness.app.watch();
      expect(tries()).toBe(before + 1);
      return { ...all, before };
    }

    it('are tried once, and come when that person has written', async () => {
      const { user, before } = await blocking();
      await user.command('help');
      await harness.app.watch();
      await user.waitForMessage(LOW);
      await rounds(2);
      expect(tries()).toBe(before + 2);
    });

    it('do not come any more where they are not true any more', async () => {
      const { user, account, before } = await blocking();
      account.topUp('100');
      expect(await user.command('balance')).toContain('149.531799');
      await harness.app.watch();
      await rounds(2);
      expect(tries()).toBe(before + 1);
    });
  });
});
