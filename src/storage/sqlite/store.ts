import { RateLimiterMemory } from 'rate-limiter-flexible';
import { Failures } from '../failures.ts';
import type { Leases } from '../leases.ts';
import { type AroundStore, ObservedStorage } from '../observed-store.ts';
import type { Replacement, Slot, Storage, StoredRecord, Stretch } from '../storage.ts';
import { asStorageError, type StorageError } from '../storage-error.ts';
import type { Rate, Store } from '../store.ts';
import { LeaseFile } from './lease-file.ts';
import { Solitude } from './solitude.ts';
import { BUSY_TIMEOUT_MS, openFile } from './storage.ts';

/**
 * Opens the store in an SQLite file. Rejects when it cannot be opened or is damaged.
 *
 * @param around goes around each operation on the files
 */
export async function openSqlite(
  path: string,
  onError: (error: StorageError) => unknown,
  around?: AroundStore,
): Promise<Store> {
  const failures = new Failures(asStorageError, onError);
  const file = await openFile(path, failures);
  const leaseFile = new LeaseFile(path, BUSY_TIMEOUT_MS, (task) => {
    const guarded = () => failures.guard(task);
    return around === undefined ? guarded() : around('lease', guarded);
  });
  const records = around === undefined ? file : new ObservedStorage(file, around);
  const solitude = new Solitude({
    leaseFile,
    readAll: async (names) => {
      const [only] = names;
      return names.length === 1 && only !== undefined ? [await records.get(only)] : records.getMany(names);
    },
    dataVersion: () => file.dataVersion(),
  });
  return new SqliteStore(records, solitude);
}

/** The records and leases of the files, some of which are in memory as long as nobody else writes there. */
class SqliteStore implements Store {
  readonly leases: Leases;
  readonly #records: Storage;
  readonly #solitude: Solitude;

  constructor(records: Storage, solitude: Solitude) {
    this.#records = records;
    this.#solitude = solitude;
    this.leases = solitude.leases;
  }

  /** In memory: the counts are of this process, and begin anew with it. */
  limiter(_name: string, { points, seconds: duration }: Rate): RateLimiterMemory {
    return new RateLimiterMemory({ points, duration });
  }

  async get(name: string): Promise<string | undefined> {
    const [text] = await this.#solitude.read([name]);
    return text;
  }

  getMany(names: readonly string[]): Promise<(string | undefined)[]> {
    return this.#solitude.read(names);
  }

  set(name: string, value: string): Promise<void> {
    return this.#solitude.whileWriting([name], () => this.#records.set(name, value));
  }

  commit(changes: readonly Slot[], expected?: readonly Slot[]): Promise<boolean> {
    return this.#solitude.whileWriting(namesOf(changes), () => this.#records.commit(changes, expected));
  }

  add(name: string, value: string): Promise<string> {
    return this.#solitude.whileWriting([name], () => this.#records.add(name, value));
  }

  delete(...names: readonly string[]): Promise<boolean> {
    return this.#solitude.whileWriting(names, () => this.#records.delete(...names));
  }

  replaceUnchanged(replacements: readonly Replacement[]): Promise<number> {
    const records = replacements.flatMap(({ before, after }) => [before, after]);
    return this.#solitude.whileWriting(namesOf(records), () => this.#records.replaceUnchanged(replacements));
  }

  deleteUnchanged(records: readonly StoredRecord[]): Promise<number> {
    return this.#solitude.whileWriting(namesOf(records), () => this.#records.deleteUnchanged(records));
  }

  count(): Promise<number> {
    return this.#records.count();
  }

  pages(prefix?: string, stretch?: Stretch): AsyncIterable<readonly StoredRecord[]> {
    return this.#records.pages(prefix, stretch);
  }

  scrub(): Promise<void> {
    return this.#records.scrub();
  }

  backup(path: string): Promise<void> {
    return this.#records.backup(path);
  }

  restore(path: string): Promise<void> {
    return this.#solitude.whileReplacing(() => this.#records.restore(path));
  }

  probe(): Promise<void> {
    // Nobody keeps in memory what it writes.
    return this.#solitude.whileWriting([], () => this.#records.probe());
  }

  async close(): Promise<void> {
    await this.#solitude.close();
    await this.#records.close();
  }
}

function namesOf(slots: readonly { readonly name: string }[]): string[] {
  return slots.map(({ name }) => name);
}
