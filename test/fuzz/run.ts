/** How much this run tries, and from which seed everything in it is drawn. */
export interface Run {
  /** Cases in all properties together. */
  readonly cases: number;
  readonly seed: number;
}

/** The run of `npm test`: small, and the same each time. */
const SMALL: Run = { cases: 200, seed: 1 };

/** A property tries at least this often, however small its share. */
const LEAST = 5;

/** `FUZZ_CASES` and `FUZZ_SEED` where they are set, as `npm run test:fuzz` does. */
export const RUN: Run = {
  cases: Number(process.env.FUZZ_CASES ?? SMALL.cases),
  seed: Number(process.env.FUZZ_SEED ?? SMALL.seed),
};

/** How many of the run's cases belong to a property. @param share of all, from 0 to 1 */
export function casesOf(share: number, run: Run = RUN): number {
  return Math.max(LEAST, Math.ceil(run.cases * share));
}
