import { realpath } from 'node:fs/promises';
import type { Leases } from '../leases.ts';
import { makePrivate } from '../private-file.ts';
import { Connection } from './connection.ts';
import { whenFree } from './when-free.ts';

/** Runs a task on the file; what it rejects with is told as the store's failures are. */
type Guard = <T>(task: () => Promise<T>) => Promise<T>;

/** A lease as it stands in the file. @property until milliseconds since 1970 */
export interface LeaseRow {
  readonly name: string;
  readonly holder: string;
  readonly until: number;
}

const PREPARE = [
  // It is written often and a little at a time; larger pages would wear out memory cards.
  'PRAGMA page_size=512',
  'PRAGMA journal_mode=WAL',
  // In KiB. What is read of it are single leases, now and then.
  'PRAGMA cache_size=-256',
  // After a failure of the power the last leases are lost, and nothing else; whose they were are gone as well.
  'PRAGMA synchronous=NORMAL',
  'PRAGMA secure_delete=ON',
  'CREATE TABLE IF NOT EXISTS leases (name TEXT PRIMARY KEY, holder TEXT NOT NULL, until INTEGER NOT NULL)',
  'CREATE TABLE IF NOT EXISTS processes (id TEXT PRIMARY KEY, alone_since INTEGER, until INTEGER NOT NULL)',
];

const PAGE_SIZE = 5_000;

/** Milliseconds since 1970, by the clock of the machine that all processes on the file run on. */
export const NOW = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";

/**
 * The file beside the store's through which the processes on it agree with one another, which is made when it is
 * first asked. Nothing in it is worth waiting for the disk, as everything in the store is.
 */
export class LeaseFile implements Leases {
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

  /** Writes leases down, but those that another has by now. */
  async put(leases: readonly LeaseRow[]): Promise<void> {
    await this.#query(
      `INSERT INTO leases (name, holder, until)
       SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?) WHERE true
       ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
         WHERE leases.until <= ${NOW} OR leases.holder = excluded.holder`,
      JSON.stringify(leases.map(({ name, holder, until }) => [name, holder, until])),
    );
  }

  /** All leases whose time is not over, a page at a time. */
  async *pages(): AsyncGenerator<readonly LeaseRow[]> {
    for (let last = ''; ; ) {
      const page: LeaseRow[] = await this.#query(
        `SELECT name, holder, until FROM leases WHERE name > ? AND until > ${NOW} ORDER BY name LIMIT ?`,
        last,
        PAGE_SIZE,
      );
      yield page;
      if (page.length < PAGE_SIZE) return;
      last = page.at(-1)?.name ?? last;
    }
  }

  /** Runs one statement, of whose failure nobody is told but the caller. @returns its rows */
  async run<Row>(sql: string, ...values: readonly unknown[]): Promise<Row[]> {
    this.#opened ??= this.#open();
    return (await this.#opened).query<Row>(sql, ...values);
  }

  async close(): Promise<void> {
    // One that could not be opened has nothing to close.
    await (await this.#opened?.catch(() => undefined))?.close();
  }

  #query<Row>(sql: string, ...values: readonly unknown[]): Promise<Row[]> {
    return this.#guard(() => this.run<Row>(sql, ...values));
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
      for (const statement of PREPARE) await whenFree(() => connection.query(statement));
      return connection;
    } catch (error) {
      await connection.close();
      throw error;
    }
  }
}
