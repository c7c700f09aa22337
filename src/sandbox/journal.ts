/** Hears of entries. */
export interface Listener<T> {
  hear(entry: T): void;
}

/**
 * A growing list that can be waited on.
 *
 * Tests of servers are tempted to sleep until something has probably happened; a journal lets them wait for
 * the very entry instead, whether it is there already or comes later.
 */
export class Journal<T> {
  readonly entries: T[] = [];
  readonly #watchers = new Set<() => void>();
  readonly #listeners = new Set<Listener<T>>();

  /** Adds an entry and wakes everybody whose predicate it meets. */
  push(entry: T): void {
    this.entries.push(entry);
    for (const listener of this.#listeners) listener.hear(entry);
    this.changed();
  }

  /** Tells the listener of every entry to come, as it comes. */
  listen(listener: Listener<T>): void {
    this.#listeners.add(listener);
  }

  /** Wakes the waiters after an entry was changed in place. */
  changed(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }

  /**
   * The first entry, present or future, that meets `predicate`.
   *
   * @param what names the awaited thing in the error
   * @param timeoutMs milliseconds after which the promise rejects
   */
  waitFor(predicate: (entry: T) => boolean, what = 'an entry', timeoutMs = 5_000): Promise<T> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = this.entries.find(predicate);
        if (found === undefined) return;
        stop();
        resolve(found);
      };
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`${what} did not come within ${timeoutMs} ms`));
      }, timeoutMs);
      const stop = () => {
        clearTimeout(timer);
        this.#watchers.delete(look);
      };
      this.#watchers.add(look);
      look();
    });
  }
}
