import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { RecordAccess, Replacement, Slot, Storage, StoredRecord, Stretch } from './storage.ts';
import { StorageError } from './storage-error.ts';
import { Transaction } from './transaction.ts';

/** Other processes that change the same records again and again let one pass in far fewer. */
const ATTEMPTS = 50;

/** The longest pause before another attempt, in milliseconds; chance keeps two from meeting again. */
const MAX_PAUSE_MS = 20;

/**
 * A storage with tasks that other processes cannot come between.
 *
 * Such a task reads and writes the storage as ever. If by its end another process has changed something that it
 * has read, nothing of it is stored, and it is done again. No lock is held meanwhile: a process that dies or
 * pauses in the middle leaves nothing behind and keeps nobody waiting.
 */
export class Transactions implements Storage {
  readonly #storage: Storage;
  readonly #current = new AsyncLocalStorage<Transaction>();
  #underWay = 0;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /**
   * Does all of `task` or nothing. It may be done several times, and must do nothing that matters but through this
   * storage. Walks over pages go past it: they are no part of what is read. Does not nest.
   */
  async atomically<T>(task: () => Promise<T>): Promise<T> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const transaction = new Transaction(this.#storage);
      const result = await this.#within(transaction, task);
      if (await transaction.conclude()) return result;
      await delay(Math.random() * MAX_PAUSE_MS);
    }
    throw new StorageError('busy', 'others have changed the same records again and again');
  }

  get(name: string): Promise<string | undefined> {
    return this.#access.get(name);
  }

  getMany(names: readonly string[]): Promise<(string | undefined)[]> {
    return this.#access.getMany(names);
  }

  set(name: string, value: string): Promise<void> {
    return this.#access.set(name, value);
  }

  commit(changes: readonly Slot[], expected?: readonly Slot[]): Promise<boolean> {
    return this.#access.commit(changes, expected);
  }

  add(name: string, value: string): Promise<string> {
    return this.#access.add(name, value);
  }

  delete(...names: readonly string[]): Promise<boolean> {
    return this.#access.delete(...names);
  }

  replaceUnchanged(replacements: readonly Replacement[]): Promise<number> {
    return this.#access.replaceUnchanged(replacements);
  }

  deleteUnchanged(records: readonly StoredRecord[]): Promise<number> {
    return this.#access.deleteUnchanged(records);
  }

  count(): Promise<number> {
    return this.#storage.count();
  }

  pages(prefix?: string, stretch?: Stretch): AsyncIterable<readonly StoredRecord[]> {
    return this.#storage.pages(prefix, stretch);
  }

  scrub(): Promise<void> {
    return this.#storage.scrub();
  }

  backup(path: string): Promise<void> {
    return this.#storage.backup(path);
  }

  restore(path: string): Promise<void> {
    return this.#storage.restore(path);
  }

  probe(): Promise<void> {
    return this.#storage.probe();
  }

  close(): Promise<void> {
    return this.#storage.close();
  }

  /** As long as there is a context, Node follows every promise of the process, which costs each of them some time. */
  async #within<T>(transaction: Transaction, task: () => Promise<T>): Promise<T> {
    this.#underWay += 1;
    try {
      return await this.#current.run(transaction, task);
    } finally {
      this.#underWay -= 1;
      if (this.#underWay === 0) this.#current.disable();
    }
  }

  get #access(): RecordAccess {
    return this.#current.getStore() ?? this.#storage;
  }
}
