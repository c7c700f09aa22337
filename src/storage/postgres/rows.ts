import type pg from 'pg';
import { behind, entryOf, textOf } from '../entry.ts';
import type { Slot, StoredRecord, Stretch } from '../storage.ts';

/** Runs one statement. @returns its rows */
export type Query = <Row>(sql: string, values: readonly unknown[]) => Promise<Row[]>;

/** Keyv puts its namespace before each name. */
export const NAMESPACE = 'keyv:';

const PAGE_SIZE = 500;

/** The keys, and what stands there or shall. */
export function columnsOf(slots: readonly Slot[]): [string[], (string | null)[]] {
  return [
    slots.map(({ name }) => NAMESPACE + name),
    slots.map(({ value }) => (value === undefined ? null : entryOf(value))),
  ];
}

/** Stores records of which none is there. */
export async function insert(client: pg.PoolClient, records: readonly StoredRecord[]): Promise<void> {
  for (let from = 0; from < records.length; from += PAGE_SIZE)
    await client.query(
      'INSERT INTO keyv (key, value) SELECT * FROM unnest($1::text[], $2::text[])',
      columnsOf(records.slice(from, from + PAGE_SIZE)),
    );
}

/** All records of a prefix and a stretch, a page at a time, by bytes, whatever the collation of the database. */
export async function* pagesThrough(
  query: Query,
  prefix: string,
  { from = '', until }: Stretch,
): AsyncIterable<readonly StoredRecord[]> {
  const begin = NAMESPACE + prefix;
  const end = until === undefined ? behind(begin) : begin + until;
  for (let last = begin + from; ; ) {
    const rows = await query<{ key: string; value: string | null }>(
      `SELECT key, value FROM keyv WHERE key COLLATE "C" > $1 AND key COLLATE "C" < $2
       ORDER BY key COLLATE "C" LIMIT ${PAGE_SIZE}`,
      [last, end],
    );
    yield rows.map(({ key, value }) => ({ name: key.slice(NAMESPACE.length), value: textOf(value ?? '') }));
    const next = rows.at(-1)?.key;
    if (next === undefined || rows.length < PAGE_SIZE) return;
    last = next;
  }
}
