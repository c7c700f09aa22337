import { realpath } from 'node:fs/promises';
import type { Leases } from '../leases.ts';
import { makePrivate } from '../private-file.ts';
import { Connection } from './connection.ts';

/** Runs a task on the file; what it rejects with is told as the store's failures are. */
type Guard = <T>(task: () => Promise<T>) => Promise<T>;

const PREPARE = [
  'PRAGMA journal_mode=WAL',
  // After a failure of the power the last leases are lost, and nothing else; whose they were are gone as well.
  'PRAGMA synchronous=NORMAL',
  'PRAGMA secure_delete=ON',
  'CREATE TABLE IF NOT EXISTS leases (name TEXT PRIMARY KEY, holder TEXT NOT NULL, until INTEGER NOT NULL)',
];

/** Milliseconds since 1970, by the clock of the machine that all processes on the file run on. */
const NOW = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";

/**
 * Leases in a file of their own beside the store's, which is made when the first one is taken. Every event that is
 * answered takes one, and none of them is worth waiting for the disk, as everything in the store is.
 */
export class SqliteLeases implements Leases {
  readonly #storePath: string;
  readonly #busyTimeoutMs: number;
  readonly #guard: Guard;
  #opened: Promise<Connection> | undefined;

  /** @param storePath the file of the store, which is there */
  constructor(storePath: string, busyTimeoutMs: number, guard: Guard) {
    this.#storePath = storePath;
    this.#busyTimeoutMs = busyTimeoutMs;
    this.#guard = guard;
  }

  async take(name: string, holder: string, ms: number): Promise<string> {
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
    await this.#query('DELETE FROM leases WHERE name = ? AND holder = ?', name, holder);
  }

  async sweep(): Promise<void> {
    await this.#query(`DELETE FROM leases WHERE until <= ${NOW}`);
    await this.#query('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  async close(): Promise<void> {
    // One that could not be opened has nothing to close.
    await (await this.#opened?.catch(() => undefined))?.close();
  }

  #query<Row>(sql: string, ...values: readonly unknown[]): Promise<Row[]> {
    return this.#guard(async () => {
      this.#opened ??= this.#open();
      return (await this.#opened).query<Row>(sql, ...values);
    });
  }

  async #open(): Promise<Connection> {
    try {
      return await this.#openFile();
    } catch (error) {
      // What is in the way may be gone at the next attempt.
      this.#opened = undefined;
      throw error;
    }
  }

  async #openFile(): Promise<Connection> {
    // The same for all processes, by whatever name they know the store.
    const path = `${await realpath(this.#storePath)}-leases`;
    await makePrivate(path);
    const connection = await Connection.open(path, this.#busyTimeoutMs);
    try {
      for (const statement of PREPARE) await connection.query(statement);
      return connection;
    } catch (error) {
      await connection.close();
      throw error;
    }
  }
}
