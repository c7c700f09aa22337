import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/e2e/compiled-bot.ts', 'test/stores/global-setup.ts'],
    // Loading discord.js anew for each file takes longer than most of the tests in it.
    isolate: false,
    // Many tests wait for a bot or a timeout, so there is something to do for a third worker on two cores.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    testTimeout: 15_000,
    hookTimeout: 20_000,
  },
});
