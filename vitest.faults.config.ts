import { configDefaults, defineConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** The fault tests alone, each printed with its outcome, and with more rounds than every test run can afford. */
export default defineConfig({
  test: {
    ...base.test,
    include: ['test/faults/**/*.test.ts'],
    exclude: configDefaults.exclude,
    reporters: ['./test/faults/reporter.ts'],
    env: { KILL_ROUNDS: '200', ROTATION_RECORDS: '100000', HAMMER_ROUNDS: '1000' },
  },
});
