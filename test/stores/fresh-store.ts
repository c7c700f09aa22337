import { inject, it } from 'vitest';
import { freshPostgres } from './fresh-postgres.ts';
import { freshRedis } from './fresh-redis.ts';
import { freshSqlite } from './fresh-sqlite.ts';

export const STORE_KINDS = ['sqlite', 'redis', 'postgres'] as const;

export type StoreKind = (typeof STORE_KINDS)[number];

/** An empty store that nobody else uses, gone after the test. */
export interface FreshStore extends AsyncDisposable {
  readonly url: string;
  /** Every byte that it holds. */
  bytes(): Promise<string>;
  /** Lets its own clock run ahead by some milliseconds, where it has one that counts for what people may ask. */
  passTime(ms: number): Promise<void>;
}

/** The kind of store that the end-to-end tests use in this run. */
export const KIND_OF_RUN: StoreKind = STORE_KINDS.find((kind) => kind === process.env.TEST_STORE) ?? 'sqlite';

/** The kinds of store that are tested here; those that are not show by name as skipped. */
export const KINDS_HERE = STORE_KINDS.map((kind) => ({ kind, missing: missingFor(kind) }));

/** What is missing on this machine to test a kind of store; `undefined` where nothing is. */
export function missingFor(kind: StoreKind): string | undefined {
  if (kind === 'redis' && inject('redisUrl') === null) return 'redis-server is not on this machine';
  if (kind === 'postgres' && inject('postgresUrl') === null) return 'PostgreSQL is not on this machine';
  return undefined;
}

/** Stands in the place of tests that something is missing for: they show as skipped, and why. */
export function skipWithout(missing: string): void {
  it.skip(`is not tested: ${missing}`, () => undefined);
}

export function freshStore(kind: StoreKind): Promise<FreshStore> {
  switch (kind) {
    case 'sqlite':
      return freshSqlite();
    case 'redis':
      return freshRedis(inject('redisUrl') ?? '');
    case 'postgres':
      return freshPostgres(inject('postgresUrl') ?? '');
  }
}
