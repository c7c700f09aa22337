import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

/** What takes longer than a run of all tests may: they run with the fault tests, `npm run test:faults`. */
export const THOROUGH =
  'test/faults/{full-disk,hammering,jobs,kill,killed-shards,notices,replicas-watch,silent-limits,store-server}.test.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, THOROUGH],
    globalSetup: ['test/e2e/compiled-bot.ts', 'test/stores/global-setup.ts'],
    // Loading discord.js anew for each file takes longer than most of the tests in it.
    isolate: false,
    // Many tests wait for a bot or a timeout, so there is something to do for a third worker on two cores.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    testTimeout: 15_000,
    hookTimeout: 20_000,
    // Where others use the machine too, a process may start later than a test waits for it.
    retry: process.env.CI ? 1 : 0,
  },
});
