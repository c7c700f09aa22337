import KeyvSqlite from '@keyv/sqlite';

/** A connection of its own to an SQLite file, past everything that the bot puts between. */
export interface Database extends AsyncDisposable {
  run(sql: string, ...values: readonly unknown[]): Promise<unknown>;
}

export async function openDatabase(path: string): Promise<Database> {
  const adapter = new KeyvSqlite({ uri: `sqlite://${path}`, busyTimeout: 5_000 });
  return {
    run: (sql, ...values) => adapter.query(sql, ...values),
    [Symbol.asyncDispose]: () => adapter.disconnect(),
  };
}
