import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, it, vi } from 'vitest';
import { openStorage } from '../../src/storage/open-storage.ts';
import type { StorageError } from '../../src/storage/storage-error.ts';
import type { Store } from '../../src/storage/store.ts';
import { LossyLine } from '../e2e/lossy-line.ts';
import { StoreFolder } from '../records/store-folder.ts';
import { freshStore, missingFor, skipWithout } from '../stores/fresh-store.ts';

const ignore = () => undefined;

/** What is done on one connection of the pool, over several statements. */
const TASKS: Readonly<Record<string, (store: Store, file: string, url: string) => Promise<unknown>>> = {
  'a start': (_store, _file, url) => openStorage(url, ignore),
  'a backup': (store, file) => store.backup(file),
  'a restore': (store, file) => store.restore(file),
};

describe('a store on PostgreSQL', () => {
  const missing = missingFor('postgres');
  if (missing !== undefined) return skipWithout(missing);

  it('that is away before a backup or a restore fails it in its own terms, and tells of it once', async () => {
    await using fresh = await freshStore('postgres');
    await using folder = await StoreFolder.make();
    const line = await LossyLine.to(fresh.url);
    const told: StorageError[] = [];
    const store = await openStorage(line.url, (error) => told.push(error));
    const file = join(folder.path, 'backup');
    await store.backup(file);
    await line.goAway();
    for (const task of [() => store.backup(join(folder.path, 'another')), () => store.restore(file)]) {
      await expect(task()).rejects.toMatchObject({ name: 'StorageError', problem: 'unreachable' });
      expect(told.splice(0)).toHaveLength(1);
    }
    await store.close();
  });

  it.each(Object.keys(TASKS))(
    'that goes away during %s fails it, and does not end the process',
    async (name) => {
      await using fresh = await freshStore('postgres');
      await using folder = await StoreFolder.make();
      const line = await LossyLine.to(fresh.url);
      const store = await openStorage(line.url, ignore);
      const file = join(folder.path, 'backup');
      if (name === 'a restore') await store.backup(file);
      const other = new pg.Client({ connectionString: fresh.url });
      await other.connect();
      await other.query('BEGIN');
      // What a start waits for, and what the others do.
      await other.query('SELECT pg_advisory_xact_lock(7165322804)');
      await other.query('LOCK TABLE keyv IN ACCESS EXCLUSIVE MODE');

      const failure = TASKS[name]?.(store, file, line.url).then(
        () => 'no failure',
        (error: StorageError) => error,
      );
      await vi.waitFor(async () => {
        // Within a transaction, the activity is otherwise that of the first look.
        await other.query('SELECT pg_stat_clear_snapshot()');
        const waiting = await other.query(
          "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
        );
        expect(waiting.rowCount).toBe(1);
      });
      const uncaught: unknown[] = [];
      const note = (error: unknown) => uncaught.push(error);
      process.prependListener('uncaughtException', note);
      line.break();
      expect(await failure).toMatchObject({ name: 'StorageError', problem: 'unreachable' });
      process.off('uncaughtException', note);
      expect(uncaught).toEqual([]);
      await other.query('ROLLBACK');
      await other.end();
      await vi.waitFor(() => store.probe());
      await store.close();
      await line.goAway();
    },
  );
});
