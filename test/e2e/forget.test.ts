import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Identity } from '../../src/identity.ts';
import { PLACES } from '../../src/records/kinds.ts';
import { Harness } from './harness.ts';
import { type Person, PLATFORMS, personOn } from './person.ts';

const HOUR_MS = 3_600_000;

/** An hour of the day that is quiet for everybody who wants it so. */
const NIGHT = 3;

/** Every kind of record that one chat with two keys can have, and the slots. */
const EVERYTHING = [
  'account',
  'alerts',
  'history 0',
  'history 1',
  'link-code',
  'notices',
  'offer',
  'prompt',
  'settings',
  'watch 0',
  'watch 1',
];

/** Account, language, a key that waits, and a balance. */
const KINDS_SEEN = 4;

describe.each(PLATFORMS)('a person on %s who wants to be forgotten', (platform) => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await Harness.start({ platforms: [platform], env: { WATCH_INTERVAL: '1h' } });
  });
  afterAll(() => harness.stop());

  /** What the store holds of a person, names and values, by kind and slot. */
  async function recordsOf(user: Identity): Promise<ReadonlyMap<string, readonly [string, string]>> {
    const { storage, records } = await harness.openRecords();
    const found = new Map<string, [string, string]>();
    for (const { kind, slot } of PLACES) {
      const name = records.names.of(kind, user, slot);
      const value = await storage.get(name);
      if (value !== undefined) found.set([kind, slot].join(' ').trim(), [name, value]);
    }
    await storage.close();
    return found;
  }

  async function storedOf(user: Identity): Promise<readonly string[]> {
    return [...(await recordsOf(user)).values()].flat();
  }

  const goodKey = () => harness.key({ kind: 'good' });

  /** Somebody of whom there is a record of every kind that one chat can have. */
  async function known(): Promise<Person> {
    const person = personOn(platform, harness);
    for (const name of ['first', 'second']) await person.register(goodKey(), name);
    await person.command('alert', { percent: 99 });
    harness.advance(2 * HOUR_MS);
    // Where it is night, so that the warning waits.
    const distance = ((NIGHT - new Date(harness.now()).getUTCHours() + 36) % 24) - 12;
    await person.command('timezone', { zone: `UTC${distance < 0 ? '' : '+'}${distance}` });
    await harness.app.watch();
    await person.register(goodKey());
    await person.command('namekey', { name: 'first' });
    await person.command('link');
    return person;
  }

  it('is with all that was noted of several keys', async () => {
    const person = await known();
    const user: Identity = `${platform}:${person.id}`;
    const stored = await recordsOf(user);
    expect([...stored.keys()].sort()).toEqual(EVERYTHING);
    await person.command('forget');
    await person.press('Erase everything');
    expect([...(await recordsOf(user)).keys()]).toEqual([]);
    const after = await harness.storedBytes();
    expect([...stored.values()].flat().filter((text) => after.includes(text))).toEqual([]);
  });

  it('may have one key removed, with all that was noted of it', async () => {
    const person = await known();
    const user: Identity = `${platform}:${person.id}`;
    const stored = await recordsOf(user);
    const gone = ['history 0', 'watch 0'];
    await person.command('removekey', { name: 'first' });
    await person.press('Remove it');
    expect([...(await recordsOf(user)).keys()].sort()).toEqual(
      EVERYTHING.filter((each) => !gone.includes(each)),
    );
    const after = await harness.storedBytes();
    const texts = gone.flatMap((each) => stored.get(each) ?? []);
    expect(texts).toHaveLength(2 * gone.length);
    expect(texts.filter((text) => after.includes(text))).toEqual([]);
    await person.command('removekey');
    await person.press('Remove it');
    expect([...(await recordsOf(user)).keys()].sort()).toEqual(['link-code', 'settings']);
  });

  it('is, after a confirmation, in every byte of the store', async () => {
    const [person, other] = [personOn(platform, harness), personOn(platform, harness)];
    const user: Identity = `${platform}:${person.id}`;
    await person.command('language');
    await person.press('简体中文');
    await person.write(harness.key({ kind: 'good' }));
    await person.write(harness.key({ kind: 'raw', status: 503, body: '' }));
    await other.write(harness.key({ kind: 'good' }));
    const stored = await storedOf(user);
    expect(stored).toHaveLength(2 * KINDS_SEEN);
    const before = await harness.storedBytes();
    expect(stored.filter((text) => !before.includes(text))).toEqual([]);

    expect(await person.command('forget')).toContain('要清除一切吗');
    expect(await storedOf(user)).toHaveLength(2 * KINDS_SEEN);
    expect(await person.press('清除一切')).toContain('已清除你的全部数据');
    const after = await harness.storedBytes();
    expect(stored.filter((text) => after.includes(text))).toEqual([]);

    expect(await other.command('balance')).toContain('2,005,317.99');
    expect(await person.command('balance')).toContain('You have no key registered yet');
  });

  it('may think better of it', async () => {
    const person = personOn(platform, harness);
    await person.write(harness.key({ kind: 'good' }));
    await person.command('forget');
    expect(await person.press('Keep everything')).toContain('nothing has changed');
    expect(await person.command('balance')).toContain('2,005,317.99');
  });

  it('is told so when there was nothing', async () => {
    const person = personOn(platform, harness);
    await person.command('forget');
    expect(await person.press('Erase everything')).toContain('I store nothing about you');
  });

  it('can register again', async () => {
    const person = personOn(platform, harness);
    await person.write(harness.key({ kind: 'good' }));
    await person.command('forget');
    await person.press('Erase everything');
    expect(await person.write(harness.key({ kind: 'good' }))).toContain('Your key is registered');
  });
});

describe('a person on Discord, where events of one person are handled side by side,', () => {
  it('is forgotten although keys of theirs are just being checked', async () => {
    const harness = await Harness.start({ platforms: ['discord'] });
    onTestFinished(() => harness.stop());
    const person = personOn('discord', harness);
    await person.write(harness.key({ kind: 'good' }));
    await person.command('forget');
    let release = () => {};
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    for (const next of [{ kind: 'good' }, { kind: 'raw', status: 500, body: '' }] as const) {
      const key = harness.key({ kind: 'held', until, next });
      person.tell(key);
      await harness.billing.calls.waitFor((call) => call.key === key, 'the look-up');
    }
    expect(await person.press('Erase everything')).toContain('Everything is erased');
    release();
    const overtaken = () =>
      harness.log.entries.filter(({ command, outcome }) => `${command} ${outcome}` === 'text forgotten');
    await harness.log.waitFor(() => overtaken().length === 2, 'both keys to be answered');
    const { storage } = await harness.openRecords();
    expect(await storage.count()).toBe(2);
    await storage.close();
    expect(await person.command('balance')).toContain('You have no key registered yet');
  });
});
