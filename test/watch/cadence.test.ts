import { describe, expect, it } from 'vitest';
import { isDue } from '../../src/watch/cadence.ts';

const HOUR_MS = 3_600_000;
const NOW = 1e12;

/** Whether a key is read that was read so many hours ago, after so many answers that all said the same. */
function due(hoursAgo: number | undefined, unchanged = 0, isGuarded = false): boolean {
  const state = { keyId: 'k', checkedAt: NOW, unchanged };
  const readAt = hoursAgo === undefined ? undefined : NOW - hoursAgo * HOUR_MS;
  return isDue({ state, readAt, isGuarded }, NOW, HOUR_MS);
}

describe('a key that the sweep comes by', () => {
  it('is read if it was not lately, by its owner neither', () => {
    expect(due(undefined)).toBe(true);
    expect(isDue({ state: undefined, readAt: NOW - HOUR_MS, isGuarded: false }, NOW, HOUR_MS)).toBe(true);
    expect([due(0.4), due(0.6), due(1)]).toEqual([false, true, true]);
  });

  it('is read half as often for every day that it does not change, but every eighth time at least', () => {
    expect([due(1, 23), due(1, 24), due(2, 24), due(3, 47)]).toEqual([true, false, true, true]);
    expect([due(3, 48), due(4, 48), due(7, 72), due(8, 72), due(8, 10_000)]).toEqual([
      false,
      true,
      false,
      true,
      true,
    ]);
  });

  it('is read each time where somebody wants to be warned', () => {
    expect([due(1, 10_000, true), due(0.4, 0, true)]).toEqual([true, false]);
  });

  it('is read at once where its last reading is of a clock that was ahead', () => {
    expect(due(-5)).toBe(true);
  });
});
