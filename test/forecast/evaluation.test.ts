import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CASES, evaluate } from './evaluation.ts';

const RUN = { stories: 60, seed: 7 };

/** Two standard deviations of the share in range, of so few stories. */
const CHANCE = 0.13;

const documented = new Map(
  readFileSync(new URL('../../docs/forecast.md', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, spender, history, inRange]) => [
      `${spender}, ${history}`,
      Number.parseInt(inRange ?? '', 10) / 100,
    ]),
);

describe('the range of the forecast holds the truth as often as docs/forecast.md says', () => {
  it.each(CASES.filter(({ historyHours }) => historyHours === 14 * 24))('for one who is $spender', (each) => {
    const said = documented.get(`${each.spender}, ${each.history}`);
    const { inRange, width } = evaluate(each, RUN);
    expect(said).toBeGreaterThanOrEqual(0.6);
    expect(inRange).toBeGreaterThan((said ?? 1) - CHANCE);
    if (each.stoppedHours === undefined) expect(width).toBeLessThan(2);
  });

  it('in a row for each case', () => {
    const rows = CASES.map(({ spender, history }) => documented.get(`${spender}, ${history}`));
    expect(rows.every((said) => said !== undefined && said >= 0 && said <= 1)).toBe(true);
  });
});
