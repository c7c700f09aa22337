import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres-server.ts';
import { startRedis } from './redis-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Servers of the tests' own; `null` where the program is not on this machine. */
    redisUrl: string | null;
    postgresUrl: string | null;
  }
}

/** Starts a Redis and a PostgreSQL for all tests of the run. */
export default async function startServers({ provide }: TestProject): Promise<() => Promise<void>> {
  const [redis, postgres] = await Promise.all([startRedis(), startPostgres()]);
  provide('redisUrl', redis?.url ?? null);
  provide('postgresUrl', postgres?.url ?? null);
  return async () => {
    await Promise.all([redis?.stop(), postgres?.stop()]);
  };
}
