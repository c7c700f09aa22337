import fc from 'fast-check';
import { afterAll, describe, it } from 'vitest';
import { casesOf, RUN } from './run.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** How often the test tried, and from which seed. */
    fuzz?: { readonly cases: number; readonly seed: number };
  }
}

const TIMEOUT_MS = 10 * 60_000;

/**
 * Makes a test that `holds` throws for no value of `arbitrary`. What fails is shrunk, and printed with its seed.
 *
 * @param share of all cases of the run, from 0 to 1
 */
export type Property = <T>(
  name: string,
  share: number,
  arbitrary: fc.Arbitrary<T>,
  holds: (value: T) => void | Promise<void>,
) => void;

/** A suite of properties of one thing. Prints how many cases it has tried, and from which seed. */
export function fuzz(name: string, define: (property: Property) => void): void {
  describe(name, () => {
    let tried = 0;
    afterAll(() => console.info(`fuzzed ${tried} cases of ${name}, seed ${RUN.seed}`));
    define((what, share, arbitrary, holds) => {
      it(what, { timeout: TIMEOUT_MS }, async ({ task }) => {
        const cases = casesOf(share);
        task.meta.fuzz = { cases, seed: RUN.seed };
        const checked = fc.asyncProperty(arbitrary, async (value) => {
          await holds(value);
        });
        await fc.assert(checked, { numRuns: cases, seed: RUN.seed });
        tried += cases;
      });
    });
  });
}
