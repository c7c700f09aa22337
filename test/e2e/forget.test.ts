import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Identity } from '../../src/identity.ts';
import { PLACES } from '../../src/records/kinds.ts';
import { Harness } from './harness.ts';
import { PLATFORMS, personOn } from './person.ts';

/** Account, language, a key that waits, and a balance. */
const KINDS_SEEN = 4;

describe.each(PLATFORMS)('a person on %s who wants to be forgotten', (platform) => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await Harness.start({ platforms: [platform] });
  });
  afterAll(() => harness.stop());

  /** What the store holds of a person: names and values. */
  async function storedOf(user: Identity): Promise<string[]> {
    const { storage, records } = await harness.openRecords();
    const names = PLACES.map(({ kind, slot }) => records.names.of(kind, user, slot));
    const values = await Promise.all(names.map((name) => storage.get(name)));
    await storage.close();
    return values.flatMap((value, index) => (value === undefined ? [] : [names[index] ?? '', value]));
  }

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
