import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import KeyvSqlite from '@keyv/sqlite';
import { Keyv } from 'keyv';
import { behind } from '../entry.ts';
import type { Failures } from '../failures.ts';
import { fillPrivate, makePrivate } from '../private-file.ts';
import type { Replacement, Slot, Storage, StoredRecord, Stretch } from '../storage.ts';
import { asStorageError, StorageError } from '../storage-error.ts';
import { COMMIT, isUnexpected, PREPARE_COMMIT, TEXT } from './commit.ts';
import { GroupCommit } from './group-commit.ts';
import { Reader } from './reader.ts';
import { whenFree } from './when-free.ts';
import { cutLog } from './write-ahead-log.ts';

/** How long a statement waits for the locks of others, in milliseconds, and all else on its connection with it. */
export const BUSY_TIMEOUT_MS = 2_000;
const PAGE_SIZE = 500;

/** Keyv puts its namespace before each name, and keeps a record as JSON with the text in `value`. */
const NAMESPACE = 'keyv:';

/** Opens a Keyv on an SQLite file, and makes it. Rejects when it cannot be opened or is damaged. */
export async function openFile(path: string, failures: Failures): Promise<SqliteStorage> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await makePrivate(path);
  const adapter = new KeyvSqlite({ uri: `sqlite://${path}`, busyTimeout: BUSY_TIMEOUT_MS });
  // Without throwOnErrors Keyv answers `undefined` when the store fails, which reads as "nothing stored".
  const keyv = new Keyv<string>({ store: adapter, throwOnErrors: true });
  // Every failure is reported where it is caught; without a listener an 'error' event would end the process.
  keyv.on('error', () => undefined);
  try {
    await failures.guard(() => prepare(adapter));
    const reader = await failures.guard(() => Reader.open(path, BUSY_TIMEOUT_MS));
    return new SqliteStorage(path, keyv, adapter, reader, failures);
  } catch (error) {
    await keyv.disconnect().catch(() => undefined);
    throw error;
  }
}

/** Rejects where the file is damaged. */
async function prepare(adapter: KeyvSqlite): Promise<void> {
  await whenFree(() => adapter.query('PRAGMA journal_mode=WAL'));
  await adapter.query('PRAGMA secure_delete=ON');
  for (const statement of PREPARE_COMMIT) await adapter.query(statement);
  const findings = (await adapter.query('PRAGMA quick_check')) as { quick_check: string }[];
  const finding = findings.find(({ quick_check }) => quick_check !== 'ok');
  if (finding) throw new StorageError('damaged', finding.quick_check);
}

/** The records in the file. */
export class SqliteStorage implements Storage {
  readonly #path: string;
  readonly #keyv: Keyv<string>;
  readonly #adapter: KeyvSqlite;
  readonly #reader: Reader;
  readonly #failures: Failures;
  readonly #commits = new GroupCommit((changes, expected) => this.#commitAll(changes, expected));

  constructor(path: string, keyv: Keyv<string>, adapter: KeyvSqlite, reader: Reader, failures: Failures) {
    this.#path = path;
    this.#keyv = keyv;
    this.#adapter = adapter;
    this.#reader = reader;
    this.#failures = failures;
  }

  async get(name: string): Promise<string | undefined> {
    const [text] = await this.getMany([name]);
    return text;
  }

  getMany(names: readonly string[]): Promise<(string | undefined)[]> {
    return this.#guarded(() => this.#readAll(names));
  }

  async set(name: string, value: string): Promise<void> {
    await this.#guarded(() => this.#keyv.set(name, value));
  }

  commit(changes: readonly Slot[], expected: readonly Slot[] = []): Promise<boolean> {
    return this.#commits.commit(changes, expected);
  }

  async add(name: string, value: string): Promise<string> {
    await this.#query(
      "INSERT INTO keyv (key, value) VALUES (?, json_object('value', ?)) ON CONFLICT (key) DO NOTHING",
      NAMESPACE + name,
      value,
    );
    return (await this.get(name)) ?? value;
  }

  delete(...names: readonly string[]): Promise<boolean> {
    return this.#guarded(() => this.#keyv.deleteMany([...names]));
  }

  async count(): Promise<number> {
    const [row] = await this.#query<{ count: number }>('SELECT count(*) AS count FROM keyv');
    return row?.count ?? 0;
  }

  async *pages(prefix = '', { from = '', until }: Stretch = {}) {
    const begin = NAMESPACE + prefix;
    const end = until === undefined ? behind(begin) : begin + until;
    for (let last = begin + from; ; ) {
      const rows = await this.#query<{ key: string; text: string | null }>(
        `SELECT key, ${TEXT} AS text FROM keyv WHERE key > ? AND key < ? ORDER BY key LIMIT ?`,
        last,
        end,
        PAGE_SIZE,
      );
      yield rows.map(({ key, text }) => ({ name: key.slice(NAMESPACE.length), value: text ?? '' }));
      const next = rows.at(-1)?.key;
      if (next === undefined || rows.length < PAGE_SIZE) return;
      last = next;
    }
  }

  async replaceUnchanged(replacements: readonly Replacement[]): Promise<number> {
    const changes = replacements.map(({ before, after }) => [
      NAMESPACE + before.name,
      before.value,
      NAMESPACE + after.name,
      after.value,
    ]);
    const replaced = await this.#query(
      `UPDATE OR IGNORE keyv SET key = change.value ->> 2, value = json_object('value', change.value ->> 3)
       FROM json_each(?) AS change
       WHERE keyv.key = change.value ->> 0 AND ${TEXT} = change.value ->> 1
       RETURNING keyv.key`,
      JSON.stringify(changes),
    );
    return replaced.length;
  }

  async deleteUnchanged(records: readonly StoredRecord[]): Promise<number> {
    const deleted = await this.#query(
      `DELETE FROM keyv WHERE (key, ${TEXT}) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?)) RETURNING key`,
      JSON.stringify(records.map(({ name, value }) => [NAMESPACE + name, value])),
    );
    return deleted.length;
  }

  scrub(): Promise<void> {
    // secure_delete has overwritten the pages; older ones still stand in the log until it is cut to nothing.
    return this.#guarded(() => cutLog(this.#path));
  }

  async backup(path: string): Promise<void> {
    await fillPrivate(path, async () => {
      await this.#query('VACUUM INTO ?', path);
    });
  }

  async restore(path: string): Promise<void> {
    await this.#query('ATTACH DATABASE ? AS backup', path);
    try {
      await this.#query('BEGIN IMMEDIATE');
      try {
        await this.#query('DELETE FROM main.keyv');
        await this.#query('INSERT INTO main.keyv (key, value) SELECT key, value FROM backup.keyv');
        await this.#query('COMMIT');
      } catch (error) {
        await this.#query('ROLLBACK');
        throw error;
      }
    } finally {
      await this.#query('DETACH DATABASE backup');
    }
  }

  probe(): Promise<void> {
    return this.#failures.probe(this);
  }

  /**
   * Changes when somebody has written over another connection than the one that this writes over
   * (https://www.sqlite.org/pragma.html#pragma_data_version).
   */
  async dataVersion(): Promise<number | undefined> {
    const [row] = (await this.#adapter.query('PRAGMA data_version')) as { data_version: number }[];
    return row?.data_version;
  }

  async close(): Promise<void> {
    await Promise.all([this.#keyv.disconnect(), this.#reader.close()]);
  }

  async #readAll(names: readonly string[]): Promise<(string | undefined)[]> {
    const entries = await this.#reader.read(names.map((name) => NAMESPACE + name));
    return Promise.all(entries.map((entry) => entry && this.#textOf(entry)));
  }

  async #textOf(entry: string): Promise<string | undefined> {
    return (await this.#keyv.deserializeData<string>(entry))?.value;
  }

  async #commitAll(changes: readonly Slot[], expected: readonly Slot[]): Promise<boolean> {
    const rowsOf = (slots: readonly Slot[]) =>
      JSON.stringify(slots.map(({ name, value }) => [NAMESPACE + name, value ?? null]));
    try {
      await this.#adapter.query(COMMIT, rowsOf(changes), rowsOf(expected));
      return true;
    } catch (error) {
      if (isUnexpected(error)) return false;
      throw this.#failures.told(asStorageError(error));
    }
  }

  #query<Row>(sql: string, ...values: readonly unknown[]): Promise<Row[]> {
    return this.#guarded(async () => (await this.#adapter.query(sql, ...values)) as Row[]);
  }

  #guarded<T>(task: () => Promise<T>): Promise<T> {
    return this.#failures.guard(task);
  }
}
