import type { Leases } from '../leases.ts';
import type { Query } from './rows.ts';

const TABLE = 'talk_bot_leases';

/** To be there before the first one is taken. */
export const LEASES_TABLE = `CREATE TABLE IF NOT EXISTS ${TABLE} (
  name TEXT PRIMARY KEY, holder TEXT NOT NULL, until TIMESTAMPTZ NOT NULL)`;

/** Leases in a table of their own, by the clock of the server. */
export class PostgresLeases implements Leases {
  readonly #query: Query;

  constructor(query: Query) {
    this.#query = query;
  }

  async take(name: string, holder: string, ms: number): Promise<string> {
    const [lease] = await this.#query<{ holder: string }>(
      `INSERT INTO ${TABLE} AS lease (name, holder, until)
       VALUES ($1, $2, clock_timestamp() + $3 * interval '1 millisecond')
       ON CONFLICT (name) DO UPDATE SET
         until = CASE WHEN lease.holder = $2 OR lease.until <= clock_timestamp()
           THEN excluded.until ELSE lease.until END,
         holder = CASE WHEN lease.until <= clock_timestamp() THEN $2 ELSE lease.holder END
       RETURNING holder`,
      [name, holder, ms],
    );
    return lease?.holder ?? holder;
  }

  async pass(name: string, from: string, to: string, ms: number): Promise<boolean> {
    const passed = await this.#query(
      `UPDATE ${TABLE} SET holder = $3, until = clock_timestamp() + $4 * interval '1 millisecond'
       WHERE name = $1 AND holder = $2 AND until > clock_timestamp() RETURNING name`,
      [name, from, to, ms],
    );
    return passed.length > 0;
  }

  async release(name: string, holder: string): Promise<void> {
    await this.#query(`DELETE FROM ${TABLE} WHERE name = $1 AND holder = $2`, [name, holder]);
  }

  async sweep(): Promise<void> {
    await this.#query(`DELETE FROM ${TABLE} WHERE until <= clock_timestamp()`, []);
  }
}
