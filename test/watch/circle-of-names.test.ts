import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Stretch } from '../../src/storage/storage.ts';
import { stretchesBetween } from '../../src/watch/circle-of-names.ts';

const HOUR_MS = 3_600_000;

const NAMES = Array.from({ length: 2_000 }, (_, index) =>
  createHmac('sha256', 'a key').update(String(index)).digest('base64url'),
);

const isIn = (name: string, { from, until }: Stretch) =>
  (from === undefined || name > from) && (until === undefined || name < until);

/** The names whose turn it is between two moments. */
function turnOf(from: number, until: number): string[] {
  const stretches = stretchesBetween(from, until, HOUR_MS);
  return NAMES.filter((name) => stretches.some((stretch) => isIn(name, stretch)));
}

describe('the circle of names', () => {
  it('gives every name its turn once a round, however the round is cut', () => {
    const moment = fc.integer({ min: 0, max: 4e12 });
    const cuts = fc.array(fc.integer({ min: 1, max: HOUR_MS - 1 }), { maxLength: 6 });
    fc.assert(
      fc.property(moment, cuts, (begin, inner) => {
        const moments = [0, ...inner.sort((a, b) => a - b), HOUR_MS].map((offset) => begin + offset);
        const turns = moments.slice(1).flatMap((until, index) => turnOf(moments[index] ?? begin, until));
        expect([...turns].sort()).toEqual([...NAMES].sort());
      }),
      { numRuns: 60 },
    );
  });

  it('spreads the names evenly over the round', () => {
    const minutes = Array.from({ length: 60 }, (_, minute) => turnOf(minute * 60_000, (minute + 1) * 60_000));
    const sizes = minutes.map((turn) => turn.length);
    expect(Math.max(...sizes)).toBeLessThan((NAMES.length / 60) * 2);
    expect(Math.min(...sizes)).toBeGreaterThan(NAMES.length / 60 / 3);
  });

  it('gives every name a turn after a long pause, and none where no time has passed', () => {
    expect(turnOf(5, 5 + 3 * HOUR_MS)).toHaveLength(NAMES.length);
    expect(turnOf(5, 5)).toEqual([]);
    expect(turnOf(HOUR_MS, 5)).toEqual([]);
  });
});
