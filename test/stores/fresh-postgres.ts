import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { FreshStore } from './fresh-store.ts';

/** An empty database of the server. */
export async function freshPostgres(server: string): Promise<FreshStore> {
  const name = `store_${randomBytes(6).toString('hex')}`;
  const url = `${server}/${name}`;
  await query(`${server}/postgres`, `CREATE DATABASE ${name}`);
  return {
    url,
    bytes: () => dump(url),
    passTime: async () => undefined,
    async [Symbol.asyncDispose]() {
      await query(`${server}/postgres`, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function dump(url: string): Promise<string> {
  const tables = await query<{ name: string }>(
    url,
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
  );
  const rows = await Promise.all(
    tables.map(({ name }) => query<{ row: string }>(url, `SELECT t::text AS row FROM "${name}" AS t`)),
  );
  return rows.flatMap((each) => each.map(({ row }) => row)).join('\n');
}

async function query<Row>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  // Of databases that are dropped while a connection is still open.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}
