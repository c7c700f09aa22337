import { randomInt } from 'node:crypto';
import { startVitest, type TestCase } from 'vitest/node';

/** Fuzzes at length: `npm run test:fuzz`. A run is repeated with the `FUZZ_SEED` that it printed. */
const CASES = '20000';

process.env.FUZZ_CASES ??= CASES;
process.env.FUZZ_SEED ??= String(randomInt(2 ** 31));

const vitest = await startVitest('test', ['test/fuzz'], { run: true, silent: true });
const properties = vitest.state
  .getTestModules()
  .flatMap((module) => [...module.children.allTests()])
  .flatMap(rowOf);
await vitest.close();

console.table(properties);
const total = properties.reduce((sum, { cases }) => sum + cases, 0);
console.log(`fuzzed ${total} cases, seed ${process.env.FUZZ_SEED}`);

function rowOf(test: TestCase) {
  const { fuzz } = test.meta();
  const seconds = Math.round((test.diagnostic()?.duration ?? 0) / 1000);
  return fuzz === undefined
    ? []
    : [{ property: test.fullName, ...fuzz, seconds, outcome: test.result().state }];
}
