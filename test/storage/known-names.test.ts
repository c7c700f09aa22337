import { expect, it } from 'vitest';
import { KnownNames } from '../../src/storage/sqlite/known-names.ts';

const names = (kind: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${kind}:${index}`);

it('knows every name it was told until the time of the name is over, and hardly any other', () => {
  const known = new KnownNames();
  const later = Date.now() + 60_000;
  const passing = names('passing', 60_000);
  const staying = names('staying', 200_000);
  for (const name of passing) known.add(name, 0);
  for (const name of staying) known.add(name, later);
  expect(staying.filter((name) => !known.mayHave(name))).toEqual([]);
  // The second generation has names of both kinds, and is kept for those that stay.
  expect(passing.slice(0, 50_000).filter((name) => known.mayHave(name)).length).toBeLessThan(500);
  expect(names('unknown', 100_000).filter((name) => known.mayHave(name)).length).toBeLessThan(1_000);
});
