import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_LIMITS } from '../fuzz/conduct.ts';
import { Harness } from './harness.ts';
import { type Person, PLATFORMS, personOn } from './person.ts';

/** Longer than a prompt or an offer waits, in milliseconds. */
const TOO_LATE_MS = 15 * 60_000;

/** Names with what means something in ids of buttons, in markup, or in encodings. */
const ODD_NAMES = [
  '|'.repeat(32),
  '100%|7C',
  '¦1¦2',
  '`code` **bold** *a*',
  '_~||x||~_ <b>&amp;',
  '🔑'.repeat(32),
  '👩‍👩‍👧‍👦 🏴',
  'עבודה',
  '公司 密钥',
];

/** A text as it is read on either platform, without what sets it in bold or in code. */
const plain = (text: string) => text.replace(/[\\*`]/g, '');

const HIDDEN = ['two\nlines', 'a\u202eb', 'a\u200fb', 'a\u200db', 'a\u0000b'];

describe.each(PLATFORMS)('a person on %s who names keys', (platform) => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await Harness.start({ platforms: [platform], env: NO_LIMITS });
  });
  afterAll(() => harness.stop());

  const goodKey = () => harness.key({ kind: 'good' });

  /** Somebody with keys of those names. */
  async function owner(...names: readonly string[]): Promise<Person> {
    const person = personOn(platform, harness);
    for (const name of names) await person.register(goodKey(), name);
    return person;
  }

  /** Somebody who was just asked for the name of a second key. */
  async function asked(): Promise<Person> {
    const person = await owner('first');
    await person.register(goodKey());
    expect(await person.press('Keep it as well')).toContain('What do you call it?');
    return person;
  }

  it('is asked for the name of a second key, and may take several tries', async () => {
    const person = await asked();
    expect(await person.write('x'.repeat(33))).toContain('too long');
    expect(plain(await person.write('First'))).toContain('Another of your keys is called First');
    for (const name of platform === 'telegram' ? HIDDEN.slice(0, 4) : HIDDEN)
      expect(await person.write(name)).toContain('in one line, without invisible characters');
    expect(plain(await person.write('my second'))).toContain('goes by my second now');
    const words = await person.command('balance');
    for (const name of ['first', 'my second']) expect(words).toContain(name);
    expect(await person.write('my third')).toContain('If you meant to send your API key');
  });

  it('may look for help first, or show a sticker', async () => {
    const person = await asked();
    expect(await person.command('help')).toContain('What I can do');
    expect(await person.write('/help')).not.toContain('goes by');
    expect(await person.sendPicture()).toContain('If you meant to send your API key');
    expect(plain(await person.write('second'))).toContain('goes by second now');
  });

  it('may send one more key in place of a name', async () => {
    const person = await asked();
    expect(await person.write(goodKey())).toContain('Another key');
    expect(await person.press('Do not store it')).toContain('I did not store the key');
    expect(await person.write('second')).toContain('If you meant to send your API key');
    expect((await person.command('key')).split(/registered on/i)).toHaveLength(3);
  });

  it('is not waited for any longer than a quarter of an hour', async () => {
    const person = await asked();
    harness.advance(TOO_LATE_MS);
    expect(await person.write('second')).toContain('If you meant to send your API key');
  });

  it('names no key that is gone by then', async () => {
    const person = await asked();
    const elsewhere = person.atAnotherDevice();
    await elsewhere.command('removekey');
    const [, , masked = ''] = elsewhere.shown();
    await elsewhere.press(masked);
    await elsewhere.press('Remove it');
    expect(await person.write('second')).toContain('If you meant to send your API key');
    expect(await person.command('key')).toContain('Your registered key');
  });

  it('renames one of several by both names, or by being asked', async () => {
    const person = await owner('work', 'my home', 'home');
    expect(plain(await person.command('namekey', { name: 'work', to: 'office' }))).toContain(
      'goes by office now',
    );
    expect(plain(await person.command('namekey', { name: 'my home villa no 7' }))).toContain(
      'goes by villa no 7 now',
    );
    expect(plain(await person.command('namekey', { name: 'office', to: 'HOME' }))).toContain('called HOME');
    expect(await person.command('namekey', { name: 'nothing', to: 'x' })).toContain('• office');
    expect(await person.command('namekey', { name: 'office' })).toContain('What do you call it?');
    expect(plain(await person.write('work'))).toContain('goes by work now');
    expect(await person.command('namekey')).toContain('Which key shall I name?');
    expect(await person.press('villa no 7')).toContain('What do you call it?');
    expect(plain(await person.write('villa'))).toContain('goes by villa now');
    const words = await person.command('key');
    for (const name of ['work', 'villa', 'home']) expect(words).toContain(name);
  });

  it('need not say which where there is but one', async () => {
    const person = personOn(platform, harness);
    expect(await person.command('namekey')).toContain('You have no key registered yet');
    await person.register(goodKey());
    expect(await person.command('namekey')).toContain('What do you call it?');
    expect(plain(await person.write('work'))).toContain('goes by work now');
    expect(plain(await person.command('namekey', { name: 'the office' }))).toContain(
      'goes by the office now',
    );
    expect(await person.command('namekey', { name: 'x'.repeat(33) })).toContain('too long');
    expect(await person.command('balance')).toContain('Balance of the office');
  });

  it('gives no key a name that another has', async () => {
    const person = await owner('work');
    const home = goodKey();
    await person.register(home, 'home');
    expect(plain(await person.register(home, 'ＷＯＲＫ'))).toContain(
      'Another of your keys is called ＷＯＲＫ',
    );
    const words = await person.command('balance');
    for (const name of ['work', 'home']) expect(words).toContain(name);
  });

  it('may use odd names', async () => {
    const person = await owner(...ODD_NAMES);
    const list = plain(await person.command('key'));
    for (const name of ODD_NAMES) expect(list).toContain(plain(name));
    for (const name of ODD_NAMES.slice(1)) {
      await person.command('namekey');
      expect(plain(await person.press(name))).toContain(`${plain(name)}\n`);
      await person.command('removekey');
      expect(await person.press(name)).toContain('I will erase the key');
      expect(await person.press('Remove it')).toContain('left');
    }
    expect(plain(await person.command('balance'))).toContain(`Balance of ${ODD_NAMES[0]}`);
  });
});
