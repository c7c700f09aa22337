import KeyvPostgres from '@keyv/postgres';
import { Keyv } from 'keyv';
import pg from 'pg';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterPostgres } from 'rate-limiter-flexible';
import { behind, entryOf, textOf } from '../entry.ts';
import { readPortable, writePortable } from '../portable.ts';
import type { Replacement, Slot, StoredRecord, Stretch } from '../storage.ts';
import { StorageError } from '../storage-error.ts';
import type { Rate, Store } from '../store.ts';
import { COMMIT, COMMIT_FUNCTION } from './commit.ts';
import { LEASES_TABLE, PostgresLeases } from './leases.ts';
import { asPostgresError, isConflict } from './problems.ts';

const PAGE_SIZE = 500;
const CONNECTIONS = 10;

/** How long a connection, and each statement, may take, in milliseconds; and one that is about all records. */
const CONNECT_TIMEOUT_MS = 3_000;
const STATEMENT_TIMEOUT_MS = 5_000;
const LONG_STATEMENT_TIMEOUT_MS = 600_000;

/** How often a statement is tried while others get in its way. */
const ATTEMPTS = 20;

/** Keyv puts its namespace before each name; pages go by bytes, whatever the collation of the database. */
const NAMESPACE = 'keyv:';
const OBJECTS = [
  'CREATE TABLE IF NOT EXISTS keyv (key VARCHAR(255) PRIMARY KEY, value TEXT)',
  'CREATE INDEX IF NOT EXISTS keyv_key_bytes ON keyv (key COLLATE "C")',
  LEASES_TABLE,
  'CREATE TABLE IF NOT EXISTS talk_bot_limits (key VARCHAR(255) PRIMARY KEY, points INTEGER NOT NULL DEFAULT 0, expire BIGINT)',
  COMMIT_FUNCTION,
];

/** Others that start at the same moment would make the same ones; the number only has to be nobody else's. */
const OBJECTS_LOCK = 7_165_322_804;

/** Opens a Keyv on a PostgreSQL database, and makes its tables. Rejects when it does not answer. */
export async function openPostgres(url: string, onError: (error: StorageError) => unknown): Promise<Store> {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS,
    application_name: 'talk-bot-balance',
  });
  // A connection that breaks while nobody uses it is opened anew; without a listener it would end the process.
  pool.on('error', () => undefined);
  const keyv = new Keyv<string>({ store: new PooledPostgres(pool), throwOnErrors: true });
  keyv.on('error', () => undefined);
  const store = new PostgresStore(pool, keyv, onError);
  try {
    await store.prepare();
    return store;
  } catch (error) {
    await pool.end();
    throw error;
  }
}

/** On a pool of its own: the adapter would share one among all databases of the process, and end it for all. */
class PooledPostgres extends KeyvPostgres {
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

class PostgresStore implements Store {
  readonly leases: PostgresLeases;
  readonly #pool: pg.Pool;
  readonly #keyv: Keyv<string>;
  readonly #onError: (error: StorageError) => unknown;

  constructor(pool: pg.Pool, keyv: Keyv<string>, onError: (error: StorageError) => unknown) {
    this.#pool = pool;
    this.#keyv = keyv;
    this.#onError = onError;
    this.leases = new PostgresLeases((sql, values) => this.#query(sql, values));
  }

  prepare(): Promise<void> {
    return this.#guarded(() =>
      this.#transaction('READ COMMITTED', async (client) => {
        await client.query('SELECT pg_advisory_xact_lock($1)', [OBJECTS_LOCK]);
        for (const object of OBJECTS) await client.query(object);
      }),
    );
  }

  limiter(name: string, { points, seconds: duration }: Rate): RateLimiterAbstract {
    return new RateLimiterPostgres({
      storeClient: this.#pool,
      storeType: 'pool',
      tableName: 'talk_bot_limits',
      tableCreated: true,
      clearExpiredByTimeout: true,
      keyPrefix: name,
      points,
      duration,
      // A server that fails must not keep people from being answered, nor let one flood the bot.
      insuranceLimiter: new RateLimiterMemory({ points, duration }),
    });
  }

  get(name: string): Promise<string | undefined> {
    return this.#guarded(() => this.#keyv.get(name));
  }

  async getMany(names: readonly string[]): Promise<(string | undefined)[]> {
    return names.length === 0 ? [] : this.#guarded(() => this.#keyv.getMany([...names]));
  }

  async set(name: string, value: string): Promise<void> {
    await this.#guarded(() => this.#keyv.set(name, value));
  }

  async commit(changes: readonly Slot[], expected: readonly Slot[] = []): Promise<boolean> {
    const [row] = await this.#query<{ done: boolean }>(COMMIT, [
      ...columnsOf(expected),
      ...columnsOf(changes),
    ]);
    return row?.done === true;
  }

  async add(name: string, value: string): Promise<string> {
    await this.#query('INSERT INTO keyv (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING', [
      NAMESPACE + name,
      entryOf(value),
    ]);
    return (await this.get(name)) ?? value;
  }

  async delete(...names: readonly string[]): Promise<boolean> {
    const keys = names.map((name) => NAMESPACE + name);
    const deleted = await this.#query(
      `DELETE FROM keyv WHERE key IN (SELECT key FROM keyv WHERE key = ANY($1) ORDER BY key FOR UPDATE)
       RETURNING key`,
      [keys],
    );
    return deleted.length > 0;
  }

  async replaceUnchanged(replacements: readonly Replacement[]): Promise<number> {
    const [moved, kept] = partition(replacements, ({ before, after }) => before.name !== after.name);
    const replaced = await this.#query(
      `WITH held AS (
         SELECT keyv.key, change.after
         FROM keyv JOIN unnest($1::text[], $2::text[], $3::text[]) AS change (key, before, after)
         ON keyv.key = change.key AND keyv.value = change.before
         ORDER BY keyv.key FOR UPDATE OF keyv)
       UPDATE keyv SET value = held.after FROM held WHERE keyv.key = held.key RETURNING keyv.key`,
      [
        kept.map(({ before }) => NAMESPACE + before.name),
        kept.map(({ before }) => entryOf(before.value)),
        kept.map(({ after }) => entryOf(after.value)),
      ],
    );
    let count = replaced.length;
    for (const { before, after } of moved) {
      const vacated: Slot = { name: before.name, value: undefined };
      if (await this.commit([vacated, after], [before, { name: after.name, value: undefined }])) count += 1;
    }
    return count;
  }

  async deleteUnchanged(records: readonly StoredRecord[]): Promise<number> {
    const deleted = await this.#query(
      `DELETE FROM keyv WHERE key IN (
         SELECT keyv.key FROM keyv JOIN unnest($1::text[], $2::text[]) AS read (key, value)
         ON keyv.key = read.key AND keyv.value = read.value
         ORDER BY keyv.key FOR UPDATE OF keyv)
       RETURNING key`,
      [records.map(({ name }) => NAMESPACE + name), records.map(({ value }) => entryOf(value))],
    );
    return deleted.length;
  }

  async count(): Promise<number> {
    const [row] = await this.#query<{ count: string }>('SELECT count(*) AS count FROM keyv', []);
    return Number(row?.count ?? 0);
  }

  pages(prefix = '', stretch: Stretch = {}): AsyncIterable<readonly StoredRecord[]> {
    return pagesThrough((sql, values) => this.#query(sql, values), prefix, stretch);
  }

  /** The server does that by itself, when it vacuums. */
  async scrub(): Promise<void> {}

  async backup(path: string): Promise<void> {
    await this.#transaction('REPEATABLE READ', (client) =>
      writePortable(
        path,
        pagesThrough((sql, values) => this.#guarded(() => rowsOf(client, sql, values)), '', {}),
      ),
    );
  }

  async restore(path: string): Promise<void> {
    const records = await readPortable(path);
    await this.#guarded(() =>
      this.#transaction('READ COMMITTED', async (client) => {
        await client.query(patiently('LOCK TABLE keyv IN EXCLUSIVE MODE'));
        await client.query(patiently('DELETE FROM keyv'));
        for (let from = 0; from < records.length; from += PAGE_SIZE)
          await write(client, records.slice(from, from + PAGE_SIZE));
      }),
    );
  }

  async probe(): Promise<void> {
    await this.set('probe', 'ok');
    if ((await this.get('probe')) !== 'ok')
      throw this.#reported(new StorageError('other', 'the store does not return what it was given'));
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  /** Each statement is a transaction; one that others got in the way of has changed nothing, and is tried again. */
  #query<Row>(sql: string, values: readonly unknown[]): Promise<Row[]> {
    return this.#guarded(async () => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await rowsOf<Row>(this.#pool, sql, values);
        } catch (error) {
          if (!isConflict(error) || attempt === ATTEMPTS) throw error;
        }
      }
    });
  }

  async #transaction<T>(
    isolation: 'READ COMMITTED' | 'REPEATABLE READ',
    task: (client: pg.PoolClient) => Promise<T>,
  ): Promise<T> {
    const client = await this.#pool.connect();
    let broken: Error | undefined;
    try {
      await client.query(`BEGIN ISOLATION LEVEL ${isolation}`);
      const result = await task(client);
      await client.query('COMMIT');
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

  async #guarded<T>(task: () => Promise<T>): Promise<T> {
    try {
      return await task();
    } catch (error) {
      throw this.#reported(asPostgresError(error));
    }
  }

  #reported(error: StorageError): StorageError {
    this.#onError(error);
    return error;
  }
}

type Queryable = Pick<pg.Pool, 'query'> | Pick<pg.PoolClient, 'query'>;

async function rowsOf<Row>(on: Queryable, sql: string, values: readonly unknown[]): Promise<Row[]> {
  return (await on.query(sql, [...values])).rows as Row[];
}

/** A statement that may take its time; the types of the client do not know of it. */
function patiently(text: string): pg.QueryConfig & { readonly query_timeout: number } {
  return { text, query_timeout: LONG_STATEMENT_TIMEOUT_MS };
}

/** The keys, and what stands there or shall. */
function columnsOf(slots: readonly Slot[]): [string[], (string | null)[]] {
  return [
    slots.map(({ name }) => NAMESPACE + name),
    slots.map(({ value }) => (value === undefined ? null : entryOf(value))),
  ];
}

async function write(client: pg.PoolClient, records: readonly StoredRecord[]): Promise<void> {
  if (records.length === 0) return;
  await client.query(
    `INSERT INTO keyv (key, value) SELECT * FROM unnest($1::text[], $2::text[])
     ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    [records.map(({ name }) => NAMESPACE + name), records.map(({ value }) => entryOf(value))],
  );
}

async function* pagesThrough(
  query: <Row>(sql: string, values: readonly unknown[]) => Promise<Row[]>,
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

function partition<T>(all: readonly T[], isFirst: (each: T) => boolean): [T[], T[]] {
  return [all.filter(isFirst), all.filter((each) => !isFirst(each))];
}
