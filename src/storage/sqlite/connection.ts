import sqlite3 from 'sqlite3';

/**
 * A connection on which each statement is prepared once.
 *
 * That of the Keyv adapter prepares a statement each time, which goes through a thread of its own before the one that
 * runs it: as long as what is short takes altogether.
 */
export class Connection {
  readonly #database: sqlite3.Database;
  /** By their text. */
  readonly #statements = new Map<string, Promise<sqlite3.Statement>>();

  private constructor(database: sqlite3.Database) {
    this.#database = database;
  }

  /** Opens a file that is there. @param busyTimeoutMs how long a statement waits for the locks of others */
  static open(path: string, busyTimeoutMs: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const database = new sqlite3.Database(path, sqlite3.OPEN_READWRITE, (error) => {
        if (error !== null) return reject(error);
        database.configure('busyTimeout', busyTimeoutMs);
        resolve(new Connection(database));
      });
    });
  }

  /** Runs one statement. @returns its rows */
  async query<Row>(sql: string, ...values: readonly unknown[]): Promise<Row[]> {
    const statement = await this.#prepared(sql);
    return new Promise((resolve, reject) => {
      statement.all<Row>(values, (error, rows) => (error === null ? resolve(rows) : reject(error)));
    });
  }

  async close(): Promise<void> {
    const statements = await Promise.allSettled(this.#statements.values());
    for (const each of statements) if (each.status === 'fulfilled') each.value.finalize();
    await new Promise<void>((resolve, reject) => {
      this.#database.close((error) => (error === null ? resolve() : reject(error)));
    });
  }

  #prepared(sql: string): Promise<sqlite3.Statement> {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const prepared = new Promise<sqlite3.Statement>((resolve, reject) => {
      const statement = this.#database.prepare(sql, (error: Error | null) => {
        if (error === null) return resolve(statement);
        // What is wrong now may be mended by the next time.
        this.#statements.delete(sql);
        reject(error);
      });
    });
    this.#statements.set(sql, prepared);
    return prepared;
  }
}
