import type { Leases } from '../leases.ts';

/** Runs one statement. @returns its rows */
export type Query = <Row>(sql: string, ...values: readonly unknown[]) => Promise<Row[]>;

/** Milliseconds since 1970, by the clock of the machine that all processes on the file run on. */
const NOW = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";

/** Leases in a table of their own, which is made when the first one is taken. */
export class SqliteLeases implements Leases {
  readonly #query: Query;
  #made: Promise<unknown> | undefined;

  constructor(query: Query) {
    this.#query = query;
  }

  async take(name: string, holder: string, ms: number): Promise<string> {
    await this.#make();
    const [lease] = await this.#query<{ holder: string }>(
      `INSERT INTO leases (name, holder, until) VALUES (?1, ?2, ${NOW} + ?3)
       ON CONFLICT (name) DO UPDATE SET
         until = CASE WHEN holder = ?2 OR until <= ${NOW} THEN ${NOW} + ?3 ELSE until END,
         holder = CASE WHEN until <= ${NOW} THEN ?2 ELSE holder END
       RETURNING holder`,
      name,
      holder,
      ms,
    );
    return lease?.holder ?? holder;
  }

  async pass(name: string, from: string, to: string, ms: number): Promise<boolean> {
    await this.#make();
    const passed = await this.#query(
      `UPDATE leases SET holder = ?3, until = ${NOW} + ?4
       WHERE name = ?1 AND holder = ?2 AND until > ${NOW} RETURNING name`,
      name,
      from,
      to,
      ms,
    );
    return passed.length > 0;
  }

  async release(name: string, holder: string): Promise<void> {
    await this.#make();
    await this.#query('DELETE FROM leases WHERE name = ? AND holder = ?', name, holder);
  }

  async sweep(): Promise<void> {
    await this.#make();
    await this.#query(`DELETE FROM leases WHERE until <= ${NOW}`);
  }

  async #make(): Promise<void> {
    this.#made ??= this.#query(
      'CREATE TABLE IF NOT EXISTS leases (name TEXT PRIMARY KEY, holder TEXT NOT NULL, until INTEGER NOT NULL)',
    );
    await this.#made;
  }
}
