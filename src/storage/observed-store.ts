import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import type { Leases } from './leases.ts';
import type { Replacement, Slot, Storage, StoredRecord, Stretch } from './storage.ts';
import type { Rate, Store } from './store.ts';

/** What a store is asked to do; a page is one step of a walk. */
export type StoreOperation =
  | 'get'
  | 'get_many'
  | 'set'
  | 'commit'
  | 'add'
  | 'delete'
  | 'replace'
  | 'delete_unchanged'
  | 'page'
  | 'count'
  | 'scrub'
  | 'backup'
  | 'restore'
  | 'probe'
  | 'lease';

/** Does an operation, and may look at how it goes. */
export type AroundStore = <T>(operation: StoreOperation, task: () => Promise<T>) => Promise<T>;

/** A storage whose operations can be watched. */
export class ObservedStorage implements Storage {
  readonly #store: Storage;
  readonly #around: AroundStore;

  constructor(store: Storage, around: AroundStore) {
    this.#store = store;
    this.#around = around;
  }

  get(name: string): Promise<string | undefined> {
    return this.#around('get', () => this.#store.get(name));
  }

  getMany(names: readonly string[]): Promise<(string | undefined)[]> {
    return this.#around('get_many', () => this.#store.getMany(names));
  }

  set(name: string, value: string): Promise<void> {
    return this.#around('set', () => this.#store.set(name, value));
  }

  commit(changes: readonly Slot[], expected?: readonly Slot[]): Promise<boolean> {
    return this.#around('commit', () => this.#store.commit(changes, expected));
  }

  add(name: string, value: string): Promise<string> {
    return this.#around('add', () => this.#store.add(name, value));
  }

  delete(...names: readonly string[]): Promise<boolean> {
    return this.#around('delete', () => this.#store.delete(...names));
  }

  replaceUnchanged(replacements: readonly Replacement[]): Promise<number> {
    return this.#around('replace', () => this.#store.replaceUnchanged(replacements));
  }

  deleteUnchanged(records: readonly StoredRecord[]): Promise<number> {
    return this.#around('delete_unchanged', () => this.#store.deleteUnchanged(records));
  }

  async *pages(prefix?: string, stretch?: Stretch) {
    const pages = this.#store.pages(prefix, stretch)[Symbol.asyncIterator]();
    try {
      for (;;) {
        const page = await this.#around('page', () => pages.next());
        if (page.done) return;
        yield page.value;
      }
    } finally {
      await pages.return?.();
    }
  }

  count(): Promise<number> {
    return this.#around('count', () => this.#store.count());
  }

  scrub(): Promise<void> {
    return this.#around('scrub', () => this.#store.scrub());
  }

  backup(path: string): Promise<void> {
    return this.#around('backup', () => this.#store.backup(path));
  }

  restore(path: string): Promise<void> {
    return this.#around('restore', () => this.#store.restore(path));
  }

  probe(): Promise<void> {
    return this.#around('probe', () => this.#store.probe());
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}

/** A store whose operations can be watched. The limiters go past it: what they refuse is no failure of theirs. */
export class ObservedStore extends ObservedStorage implements Store {
  readonly leases: Leases;
  readonly #limiters: Pick<Store, 'limiter'>;

  constructor(store: Store, around: AroundStore) {
    super(store, around);
    this.#limiters = store;
    const { leases } = store;
    this.leases = {
      take: (name, holder, ms) => around('lease', async () => leases.take(name, holder, ms)),
      pass: (name, from, to, ms) => around('lease', () => leases.pass(name, from, to, ms)),
      release: (name, holder) => around('lease', () => leases.release(name, holder)),
      sweep: () => around('lease', () => leases.sweep()),
    };
  }

  limiter(name: string, rate: Rate): RateLimiterAbstract {
    return this.#limiters.limiter(name, rate);
  }
}
