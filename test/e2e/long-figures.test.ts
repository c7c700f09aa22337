import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Harness } from './harness.ts';
import { PLATFORMS, personOn } from './person.ts';

/** As long as a figure may be, and as far from the other as it may be. */
const HUGE = '9'.repeat(100);
const TINY = `0.${'0'.repeat(97)}1`;
const FIGURES = { remainingPoints: HUGE, points: TINY, remainingAmount: `-${HUGE.slice(1)}`, amount: TINY };

describe('a balance with the longest figures that there can be', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await Harness.start({ env: { CURRENCY: '_**_`~|[]|~`_**' } });
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
});
