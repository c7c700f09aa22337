import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { NO_LIMITS } from '../fuzz/conduct.ts';
import { Harness } from './harness.ts';
import { type Person, PLATFORMS, personOn } from './person.ts';

const HOUR_MS = 3_600_000;

/** How long an offer waits, in milliseconds. */
const OFFER_MS = 15 * 60_000;

describe.each(PLATFORMS)('a person on %s who sends another key', (platform) => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await Harness.start({ platforms: [platform], env: NO_LIMITS });
  });
  afterAll(() => harness.stop());

  const goodKey = () => harness.key({ kind: 'good' });
  const shownOf = (key: string) => `sk-…${key.slice(-4)}`;
  const readings = async (person: Person, values = {}) => {
    await person.command('export', values);
    return (person.file()?.text ?? '').trim().split('\n').length - 1;
  };

  /** Somebody with one key, by that name or without. */
  async function owner(name?: string): Promise<{ person: Person; key: string }> {
    const person = personOn(platform, harness);
    const key = goodKey();
    await person.register(key, name);
    return { person, key };
  }

  it('is asked nothing but whether it replaces the one', async () => {
    const { person, key } = await owner();
    harness.advance(HOUR_MS);
    await person.command('balance');
    expect(await readings(person)).toBe(2);
    const next = goodKey();
    expect(await person.register(next)).toContain('does this one replace it, or shall I keep both?');
    expect(person.shown().slice(1)).toEqual([
      'Keep it as well',
      `Replace ${shownOf(key)}`,
      'Do not store it',
    ]);
    const words = await person.press(`Replace ${shownOf(key)}`);
    expect(words).toContain('Your key is registered');
    expect(words).not.toContain('call it');
    expect(await person.command('key')).toContain('Your registered key');
    expect(await person.command('balance')).toContain(`Key ${shownOf(next)}`);
    expect(await readings(person)).toBe(1);
  });

  it('changes nothing by sending the same once more, but for its name', async () => {
    const { person, key } = await owner();
    const before = await person.command('key');
    harness.advance(24 * HOUR_MS);
    harness.billing.account(key).spend('1');
    expect(await person.register(key)).toContain('Your key is registered');
    expect(await person.command('key')).toBe(before);
    expect(await readings(person)).toBe(2);
    harness.advance(HOUR_MS);
    harness.billing.account(key).spend('1');
    await person.register(key, 'work');
    expect(await person.command('balance')).toContain('Balance of work');
    expect(await readings(person)).toBe(3);
    await person.register(key);
    expect(await person.command('balance')).toContain('Balance of work');
  });

  it('replaces one by its name, which the new key has then, with a history of its own', async () => {
    const { person } = await owner('work');
    await person.register(goodKey(), 'home');
    harness.advance(HOUR_MS);
    await person.command('balance');
    expect(await readings(person, { name: 'work' })).toBe(2);
    const next = goodKey();
    expect(await person.register(next, 'Work')).toContain('Your key is registered');
    const list = await person.command('key');
    expect(list).toContain(shownOf(next));
    expect(list.split(/registered on/i)).toHaveLength(3);
    expect(await readings(person, { name: 'work' })).toBe(1);
    expect(await readings(person, { name: 'home' })).toBe(2);
  });

  it('takes along the alerts that were set for one, until it is removed', async () => {
    const { person } = await owner('work');
    await person.register(goodKey(), 'home');
    await person.command('alert', { below: 50, name: 'work' });
    await person.register(goodKey(), 'work');
    expect(await person.command('alert')).toContain('(only work)');
    await person.register(goodKey());
    await person.press('Replace work');
    expect(await person.command('alert')).toContain('(only work)');
    await person.command('removekey', { name: 'work' });
    await person.press('Remove it');
    expect(await person.command('alert')).toContain('You have no alerts set');
  });

  it('replaces one of several by a button, and keeps its name', async () => {
    const { person } = await owner('work');
    await person.register(goodKey(), 'home');
    const next = goodKey();
    expect(await person.register(next)).toContain('does this one replace one of them');
    expect(await person.press('Replace home')).not.toContain('call it');
    expect(await person.command('balance', { name: 'home' })).toContain(shownOf(next));
  });

  it('may keep one that cannot be checked, beside the others', async () => {
    const { person } = await owner('work');
    const next = harness.key({ kind: 'raw', status: 503, body: '' });
    const words = await person.register(next);
    expect(words).toContain('I could not check your key');
    expect(person.shown()).toContain('Replace work');
    expect(await person.press('Keep it as well')).toContain('What do you call it?');
    await person.write('home');
    expect(await person.command('key')).toContain('It has not been checked yet');
    harness.billing.setKey(next, { kind: 'good' });
    expect((await person.command('balance')).split('95.5%')).toHaveLength(3);
    expect(await person.command('key')).not.toContain('It has not been checked yet');
  });

  it('has a quarter of an hour to choose', async () => {
    const { person, key } = await owner();
    for (const button of ['Keep it as well', `Replace ${shownOf(key)}`, 'Do not store it']) {
      await person.register(goodKey());
      harness.advance(OFFER_MS);
      expect(await person.press(button)).toContain('That offer has run out');
    }
    expect(await person.command('balance')).toContain(`Key ${shownOf(key)}`);
  });

  it('stores nothing after everything was forgotten', async () => {
    const { person } = await owner('work');
    const elsewhere = person.atAnotherDevice();
    await person.register(goodKey());
    await elsewhere.command('forget');
    await elsewhere.press('Erase everything');
    expect(await person.press('Replace work')).toContain('That offer has run out');
    expect(await person.command('balance')).toContain('You have no key registered yet');
  });

  it('is not asked where the one does not work any more', async () => {
    const { person, key } = await owner('work');
    harness.billing.setKey(key, { kind: 'refused', httpStatus: 401 });
    expect(await person.command('balance')).toContain('Your key has stopped working');
    const next = goodKey();
    expect(await person.register(next)).toContain('Your key is registered');
    expect(await person.command('balance')).toContain('Balance of work');
    expect(await person.command('key')).toContain(shownOf(next));
    expect(await readings(person)).toBe(1);
  });

  it('is asked where the one cannot be checked, or where there are others', async () => {
    const { person, key } = await owner('work');
    harness.billing.setKey(key, { kind: 'raw', status: 429, body: '' });
    expect(await person.register(goodKey())).toContain('Another key');
    await person.press('Do not store it');
    harness.billing.setKey(key, { kind: 'refused', httpStatus: 401 });
    await person.register(goodKey(), 'home');
    const asked = harness.billing.timesAsked(key);
    expect(await person.register(goodKey())).toContain('Another key');
    expect(harness.billing.timesAsked(key)).toBe(asked);
  });
});

it.each(PLATFORMS)('a person on %s is not asked after the watch has told of the one', async (platform) => {
  const harness = await Harness.start({ platforms: [platform], env: { WATCH_INTERVAL: '1h' } });
  onTestFinished(() => harness.stop());
  const person = personOn(platform, harness);
  const key = harness.key({ kind: 'good' });
  await person.register(key);
  harness.billing.setKey(key, { kind: 'refused', httpStatus: 401 });
  harness.advance(2 * HOUR_MS);
  await harness.app.watch();
  await person.waitForMessage('has stopped working');
  const asked = harness.billing.timesAsked(key);
  expect(await person.register(harness.key({ kind: 'good' }))).toContain('Your key is registered');
  expect(harness.billing.timesAsked(key)).toBe(asked + 1);
  expect(await person.command('key')).toContain('Your registered key');
  harness.advance(2 * HOUR_MS);
  await harness.app.watch();
  expect(harness.billing.timesAsked(key)).toBe(asked + 1);
});

describe('a person on Telegram who is asked for a key by name', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await Harness.start({ platforms: ['telegram'], env: NO_LIMITS });
  });
  afterAll(() => harness.stop());

  const goodKey = () => harness.key({ kind: 'good' });

  it('has it go by that name, whatever came in between', async () => {
    const person = personOn('telegram', harness);
    expect(await person.write('/key work')).toContain('Now send me the key for work');
    expect(await person.write('just a moment')).toContain('If you meant to send your API key');
    expect(await person.command('help')).toContain('What I can do');
    expect(await person.write(harness.key({ kind: 'refused', httpStatus: 401 }))).toContain('was refused');
    expect(await person.write(goodKey())).toContain('encrypted, as work');
  });

  it('may give it at once, however it is written', async () => {
    const person = personOn('telegram', harness);
    const key = goodKey();
    expect(await person.write(`/key name:home ${key}`)).toContain('encrypted, as home');
    expect(await person.write(`/key my home: ${key}`)).toContain('encrypted, as my home');
  });

  it('replaces the one of that name', async () => {
    const person = personOn('telegram', harness);
    await person.register(goodKey(), 'work');
    await person.register(goodKey(), 'home');
    expect(await person.write('/key work')).toContain('There is a key called work');
    expect(await person.write(goodKey())).toContain('encrypted, as work');
    expect((await person.command('key')).split(/registered on/i)).toHaveLength(3);
  });

  it('is not waited for any longer than a quarter of an hour', async () => {
    const person = personOn('telegram', harness);
    await person.write('/key late');
    harness.advance(OFFER_MS);
    expect(await person.write(goodKey())).toContain('I keep the key');
    expect(await person.command('balance')).not.toContain('late');
  });

  it('is told what is wrong with a name', async () => {
    const person = personOn('telegram', harness);
    expect(await person.write(`/key ${'x'.repeat(33)}`)).toContain('too long');
    expect(await person.write('/key a\u202eb')).toContain('without invisible characters');
  });
});
