import { Keyv } from 'keyv';
import pg from 'pg';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterPostgres } from 'rate-limiter-flexible';
import { entryOf } from '../entry.ts';
import { Failures } from '../failures.ts';
import { readPortable, writePortable } from '../portable.ts';
import type { Replacement, Slot, StoredRecord, Stretch } from '../storage.ts';
import type { StorageError } from '../storage-error.ts';
import type { Rate, Store } from '../store.ts';
import { COMMIT, COMMIT_FUNCTION } from './commit.ts';
import { Connections, rowsOf } from './connections.ts';
import { LEASES_TABLE, PostgresLeases } from './leases.ts';
import { PooledPostgres } from './pooled-adapter.ts';
import { asPostgresError } from './problems.ts';
import { columnsOf, insert, NAMESPACE, pagesThrough } from './rows.ts';

const CONNECTIONS = 10;

/** How long a connection, and each statement, may take, in milliseconds; and one that is about all records. */
const CONNECT_TIMEOUT_MS = 3_000;
const STATEMENT_TIMEOUT_MS = 5_000;
const LONG_STATEMENT_TIMEOUT_MS = 600_000;

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
  // Nor may one that breaks while it is used, whose statement fails besides; the pool listens only to idle ones.
  pool.on('connect', (client) => client.on('error', () => undefined));
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

class PostgresStore implements Store {
  readonly leases: PostgresLeases;
  readonly #pool: pg.Pool;
  readonly #connections: Connections;
  readonly #keyv: Keyv<string>;
  readonly #failures: Failures;

  constructor(pool: pg.Pool, keyv: Keyv<string>, onError: (error: StorageError) => unknown) {
    this.#pool = pool;
    this.#failures = new Failures(asPostgresError, onError);
    this.#connections = new Connections(pool, this.#failures);
    this.#keyv = keyv;
    this.leases = new PostgresLeases((sql, values) => this.#query(sql, values));
  }

  prepare(): Promise<void> {
    return this.#connections.transaction('READ COMMITTED', (client) =>
      this.#guarded(async () => {
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
      columnsOf(records),
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
    await this.#connections.transaction('REPEATABLE READ', (client) =>
      writePortable(
        path,
        pagesThrough((sql, values) => this.#guarded(() => rowsOf(client, sql, values)), '', {}),
      ),
    );
  }

  async restore(path: string): Promise<void> {
    const records = await readPortable(path);
    await this.#connections.transaction('READ COMMITTED', (client) =>
      this.#guarded(async () => {
        await client.query(patiently('LOCK TABLE keyv IN EXCLUSIVE MODE'));
        await client.query(patiently('DELETE FROM keyv'));
        await insert(client, records);
      }),
    );
  }

  probe(): Promise<void> {
    return this.#failures.probe(this);
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  #query<Row>(sql: string, values: readonly unknown[]): Promise<Row[]> {
    return this.#connections.query(sql, values);
  }

  #guarded<T>(task: () => Promise<T>): Promise<T> {
    return this.#failures.guard(task);
  }
}

/** A statement that may take its time; the types of the client do not know of it. */
function patiently(text: string): pg.QueryConfig & { readonly query_timeout: number } {
  return { text, query_timeout: LONG_STATEMENT_TIMEOUT_MS };
}

function partition<T>(all: readonly T[], isFirst: (each: T) => boolean): [T[], T[]] {
  return [all.filter(isFirst), all.filter((each) => !isFirst(each))];
}
