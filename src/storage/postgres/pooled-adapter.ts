import KeyvPostgres from '@keyv/postgres';
import type pg from 'pg';

/** On a pool of its own: the adapter would share one among all databases of the process, and end it for all. */
export class PooledPostgres extends KeyvPostgres {
  /** @param pool with the tables made already: the adapter tells nobody when that fails */
  constructor(pool: pg.Pool) {
    super({ uri: '' });
    this.query = async (sql, values) => (await pool.query(sql, values)).rows;
  }

  override async connect() {
    return async () => [];
  }

  override async disconnect(): Promise<void> {}
}
