import type pg from 'pg';
import type { Failures } from '../failures.ts';
import { isConflict } from './problems.ts';

/** How often a statement is tried while others get in its way. */
const ATTEMPTS = 20;

/** What a connection, or any of them, is asked. */
type Queryable = Pick<pg.Pool, 'query'> | Pick<pg.PoolClient, 'query'>;

/** Runs one statement. @returns its rows */
export async function rowsOf<Row>(on: Queryable, sql: string, values: readonly unknown[]): Promise<Row[]> {
  return (await on.query(sql, [...values])).rows as Row[];
}

/** Statements and transactions on whichever connection of a pool is free; its failures are told. */
export class Connections {
  readonly #pool: pg.Pool;
  readonly #failures: Failures;

  constructor(pool: pg.Pool, failures: Failures) {
    this.#pool = pool;
    this.#failures = failures;
  }

  /** Each statement is a transaction; one that others got in the way of has changed nothing, and is tried again. */
  query<Row>(sql: string, values: readonly unknown[]): Promise<Row[]> {
    return this.#failures.guard(() => this.#persistently<Row>(sql, values));
  }

  /** Runs several on one connection, all or none of them. What `task` rejects with is passed on. */
  async transaction<T>(
    isolation: 'READ COMMITTED' | 'REPEATABLE READ',
    task: (client: pg.PoolClient) => Promise<T>,
  ): Promise<T> {
    const client = await this.#failures.guard(() => this.#pool.connect());
    let broken: Error | undefined;
    try {
      await this.#failures.guard(() => client.query(`BEGIN ISOLATION LEVEL ${isolation}`));
      const result = await task(client);
      await this.#failures.guard(() => client.query('COMMIT'));
      return result;
    } catch (error) {
      // A connection on which not even this works is not given back.
      await client.query('ROLLBACK').catch((failure: Error) => {
        broken = failure;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  async #persistently<Row>(sql: string, values: readonly unknown[]): Promise<Row[]> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await rowsOf<Row>(this.#pool, sql, values);
      } catch (error) {
        if (!isConflict(error) || attempt === ATTEMPTS) throw error;
      }
    }
  }
}
