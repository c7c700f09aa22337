import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LINK_CODE_LIFETIME_MS } from '../../src/accounts/link-codes.ts';
import type { Identity, Platform } from '../../src/identity.ts';
import { Harness } from './harness.ts';
import { type Person, personOn } from './person.ts';

const DIRECTIONS: readonly { from: Platform; to: Platform }[] = [
  { from: 'discord', to: 'telegram' },
  { from: 'telegram', to: 'discord' },
];

const NAMES: Readonly<Record<Platform, string>> = { discord: 'Discord', telegram: 'Telegram' };

/** Asks for a code in a chat. */
async function codeFor(person: Person): Promise<string> {
  const [code] = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await person.command('link')) ?? [];
  if (code === undefined) throw new Error('no code was shown');
  return code;
}

const identityOf = ({ platform, id }: Person): Identity => `${platform}:${id}`;

describe.each(DIRECTIONS)('a person who links $from with $to', ({ from, to }) => {
  let harness: Harness;
  let maker: Person;
  let typist: Person;

  beforeEach(async () => {
    harness = await Harness.start();
    maker = personOn(from, harness);
    typist = personOn(to, harness);
  });
  afterEach(async () => {
    vi.useRealTimers();
    await harness.stop();
  });

  const type = async (code: string) => typist.command('link', { code });

  async function link(): Promise<void> {
    expect(await type(await codeFor(maker))).toContain('Your chats are linked');
    await maker.waitForMessage('now linked with');
  }

  /** Registers a key under a name. */
  async function add(person: Person, name: string): Promise<string> {
    const key = harness.key({ kind: 'good' });
    if (person.platform === 'telegram') {
      await person.write(`/key ${name}`);
      expect(await person.write(key)).toContain('Your key is registered');
    } else {
      await person.write(key);
      if (person.shown().includes('Keep it as well')) {
        await person.press('Keep it as well');
        await person.write(name);
      } else {
        await person.command('key name', { name: `sk-…${key.slice(-4)}`, to: name });
      }
    }
    return key;
  }

  /** Which of the keys a chat sees. */
  async function sees(person: Person, keys: readonly string[]): Promise<readonly boolean[]> {
    const shown = await person.command('key');
    return keys.map((key) => shown.includes(`sk-…${key.slice(-4)}`));
  }

  it('sees the same keys in both, and is told in both', async () => {
    const keys = [await add(maker, 'home'), await add(typist, 'work')];
    const shown = await maker.command('link');
    expect(shown).toMatch(/Your code: .*[0-9A-Z]{4}-[0-9A-Z]{4}.* within 10 minutes/);
    expect(shown).toContain('/link code:');
    const code = await codeFor(maker);
    expect(await type(code)).toContain(`This chat is linked with ${NAMES[from]}`);
    expect(await maker.waitForMessage('Your chats are linked')).toContain(`linked with ${NAMES[to]}`);
    for (const person of [maker, typist]) {
      const balances = await person.command('balance');
      expect(balances).toContain('home');
      expect(balances).toContain('work');
      expect(await sees(person, keys)).toEqual([true, true]);
    }
    const added = await add(maker, 'spare');
    expect(await sees(typist, [...keys, added])).toEqual([true, true, true]);
    await typist.command('removekey', { name: 'home' });
    await typist.press('Remove it');
    expect(await sees(maker, [...keys, added])).toEqual([false, true, true]);
    expect(await type(await codeFor(maker))).toContain('linked already');
  });

  it('is told in the language of each chat', async () => {
    maker = personOn(from, harness, { chinese: true });
    await maker.command('language');
    await maker.press('简体中文');
    expect(await type(await codeFor(maker))).toContain('Your chats are linked');
    expect(await maker.waitForMessage('聊天已关联')).toContain(`现在与 ${NAMES[to]} 关联`);
  });

  it('may just send the code', async () => {
    const key = await add(maker, 'home');
    const code = await codeFor(maker);
    expect(await typist.write(code)).toContain('Your chats are linked');
    expect(await sees(typist, [key])).toEqual([true]);
  });

  it('may send a key that looks like a code, but is told when it was meant as one', async () => {
    const [good, refused] = ['GXXD-2345', 'BADB-2345'];
    harness.billing.setKey(good, { kind: 'good' });
    expect(await typist.write(good)).toContain('Your key is registered');
    expect(await typist.write(refused)).toMatch(
      /That key was refused.*meant as a code that links your chats/s,
    );
  });

  it('cannot use a code twice, late, or in the same chat', async () => {
    const own = await codeFor(maker);
    expect(await maker.command('link', { code: own.toLowerCase().replace('-', '') })).toContain(
      'the code of this very chat',
    );
    const stranger = personOn(to, harness);
    expect(await type(own)).toContain('Your chats are linked');
    expect(await stranger.command('link', { code: own })).toContain('That code does not work');
    const late = await codeFor(maker);
    harness.advance(LINK_CODE_LIFETIME_MS);
    expect(await stranger.command('link', { code: late })).toContain('That code does not work');
    expect(await stranger.command('link', { code: 'AAAA' })).toContain('That code does not work');
    expect(await stranger.command('unlink')).toContain('not linked with another');
  });

  it('cannot guess codes', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const code = await codeFor(maker);
    for (let count = 0; count < 5; count += 1)
      expect(await type(`AAAA-000${count}`)).toContain('That code does not work');
    expect(await type('AAAA-0005')).toContain('You have typed many codes');
    expect(await codeFor(typist)).not.toBe(code);
    typist.say('link', { code });
    typist.tell(code);
    await harness.log.waitFor(
      () => harness.log.entries.filter(({ outcome }) => outcome === 'silence').length === 2,
      'two codes passed over',
    );
    expect(await typist.command('unlink')).toContain('not linked with another');
    await harness.passTime(3_601_000);
    expect(await type(await codeFor(maker))).toContain('Your chats are linked');
  });

  it('is told when there would be too many keys', async () => {
    for (const person of [maker, typist]) {
      for (let count = 0; count < 6; count += 1) await add(person, `${person.platform}-${count}`);
    }
    const code = await codeFor(maker);
    expect(await type(code)).toMatch(/12 keys, and I keep at most 10.*Nothing was linked/s);
    expect(await maker.command('unlink')).toContain('not linked with another');
    for (const count of [0, 1]) {
      await typist.command('removekey', { name: `${to}-${count}` });
      await typist.press('Remove it');
    }
    expect(await type(code)).toContain('Your chats are linked');
  }, 20_000);

  it('may part them again, and keep the keys in both', async () => {
    const key = await add(maker, 'home');
    await link();
    expect(await typist.command('unlink')).toContain(`linked with ${NAMES[from]}`);
    expect(await typist.press('Stay linked')).toContain('your chats stay linked');
    await typist.command('unlink');
    expect(await typist.press('Keep the keys in both chats')).toContain('The keys stay in both chats');
    expect(await maker.waitForMessage('Your chats are unlinked')).toContain('stay registered here');
    for (const person of [maker, typist]) expect(await sees(person, [key])).toEqual([true]);
    const alone = await add(typist, 'alone');
    expect(await sees(maker, [key, alone])).toEqual([true, false]);
    expect(await sees(typist, [key, alone])).toEqual([true, true]);
    expect(await maker.command('unlink')).toContain('not linked with another');
  });

  it('may part them again, and keep the keys in one', async () => {
    const key = await add(maker, 'home');
    await link();
    await typist.command('unlink');
    expect(await typist.press('Keep them only here')).toContain('only here the keys are still registered');
    expect(await maker.waitForMessage('Your chats are unlinked')).toContain('has taken the keys along');
    expect(await maker.command('balance')).toContain('You have no key registered yet');
    expect(await sees(typist, [key])).toEqual([true]);
  });

  it('is forgotten in both, and told so', async () => {
    await add(maker, 'home');
    await link();
    await codeFor(maker);
    expect(await typist.command('forget')).toContain(
      `linked with ${NAMES[from]}, and there everything is erased too`,
    );
    expect(await typist.press('Erase everything')).toContain('Everything is erased');
    expect(await maker.waitForMessage('Everything is erased')).toContain(`in your ${NAMES[to]} chat`);
    const { storage } = await harness.openRecords();
    expect(await storage.count()).toBe(2);
    await storage.close();
    expect(await maker.command('balance')).toContain('You have no key registered yet');
  });

  it('is linked although the other chat cannot be told', async () => {
    const key = await add(maker, 'home');
    const code = await codeFor(maker);
    maker.block();
    expect(await type(code)).toContain('Your chats are linked');
    await harness.log.waitFor(
      ({ msg, outcome }) => msg === 'not sent' && outcome === 'blocked',
      'a log line',
    );
    maker.unblock();
    expect(await sees(typist, [key])).toEqual([true]);
  });

  it('gets no key under an old name that was being checked meanwhile', async () => {
    const code = await codeFor(maker);
    let release = () => {};
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    const key = harness.key({ kind: 'held', until, next: { kind: 'good' } });
    maker.tell(key);
    await harness.billing.calls.waitFor((call) => call.key === key, 'the look-up');
    expect(await type(code)).toContain('Your chats are linked');
    release();
    await harness.log.waitFor(({ outcome }) => outcome === 'forgotten', 'the key to be answered');
    for (const person of [maker, typist])
      expect(await person.command('balance')).toContain('You have no key registered yet');
    const { storage, records } = await harness.openRecords();
    expect(await storage.get(records.names.of('account', identityOf(maker)))).toBeUndefined();
    await storage.close();
  });
});
