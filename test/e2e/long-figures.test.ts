import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SLOTS } from '../../src/records/kinds.ts';
import { NO_LIMITS } from '../fuzz/conduct.ts';
import { Harness } from './harness.ts';
import { PLATFORMS, personOn } from './person.ts';

/** As long as a figure may be, and as far from the other as it may be. */
const HUGE = '9'.repeat(100);
const TINY = `0.${'0'.repeat(97)}1`;
const FIGURES = { remainingPoints: HUGE, points: TINY, remainingAmount: `-${HUGE.slice(1)}`, amount: TINY };

const DAY_MS = 24 * 3_600_000;

describe('a balance with the longest figures that there can be', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await Harness.start({ env: { ...NO_LIMITS, CURRENCY: '_**_`~|[]|~`_**' } });
  });
  afterAll(() => harness.stop());

  it.each(PLATFORMS)('is shown on %s', async (platform) => {
    const answer = await personOn(platform, harness).write(harness.key({ kind: 'good', figures: FIGURES }));
    expect(answer).toContain('Your key is registered');
    expect(answer.replaceAll(',', '')).toContain(HUGE);
  });

  it.each(PLATFORMS)('is none on %s where they are longer still', async (platform) => {
    const figures = { ...FIGURES, remainingPoints: `${HUGE}9` };
    const answer = await personOn(platform, harness).write(harness.key({ kind: 'good', figures }));
    expect(answer).toContain('I could not check your key');
  });

  it.each(PLATFORMS)('is shown among others on %s, each within its bounds', async (platform) => {
    const person = personOn(platform, harness);
    const name = (index: number) => `${'🔑'.repeat(31)}${index}`;
    for (let index = 0; index < SLOTS; index += 1)
      await person.register(harness.key({ kind: 'good', figures: FIGURES }), name(index));
    const words = await person.command('balance');
    for (let index = 0; index < SLOTS; index += 1) expect(words).toContain(name(index));
    expect(words.split('too long for this list')).toHaveLength(SLOTS + 1);
  });

  it.each(PLATFORMS)('is drawn and exported on %s', async (platform) => {
    const person = personOn(platform, harness);
    const left = (digit: number) => ({
      ...FIGURES,
      remainingAmount: `${digit}${HUGE.slice(1)}`,
      amount: HUGE,
    });
    const key = harness.key({ kind: 'good', figures: left(9) });
    await person.register(key);
    for (const digit of [8, 7, 6]) {
      harness.advance(DAY_MS);
      harness.billing.setKey(key, { kind: 'good', figures: left(digit) });
      await person.command('balance');
    }
    const words = await person.command('usage');
    expect(person.picture()?.alt.replaceAll(',', '')).toContain(`to 7${'0'.repeat(99)}`);
    const figures = words.includes('Last 7 days') ? words : await person.waitForMessage('Last 7 days');
    expect(figures.replaceAll(',', '')).toContain(`3${'0'.repeat(99)}`);
    await person.command('export');
    expect(person.file()?.text).toContain(HUGE);
  });
});
