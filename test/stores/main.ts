import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { findProgram } from './programs.ts';

const TESTS = ['test/e2e', 'test/faults/replicas.test.ts'];

/** Runs the end-to-end tests once on each kind of store that is a server, and ends with 1 where one fails. */
const SERVERS = [
  { store: 'redis', programs: ['redis-server', 'valkey-server'] },
  { store: 'postgres', programs: ['initdb'] },
] as const;

const VITEST = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));

for (const { store, programs } of SERVERS) {
  if (!programs.some(findProgram)) {
    console.log(`The end-to-end tests on ${store}: skipped, ${programs[0]} is not on this machine.`);
    continue;
  }
  console.log(`The end-to-end tests on ${store}:`);
  const args = [
    VITEST,
    'run',
    ...TESTS,
    ...process.argv.slice(2).map((arg) => arg.replace('{store}', store)),
  ];
  const child = spawn(process.execPath, args, {
    stdio: 'inherit',
    env: { ...process.env, TEST_STORE: store },
  });
  const [code] = await once(child, 'close');
  if (code !== 0) process.exitCode = 1;
}
