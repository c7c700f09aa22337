import type { RecordAccess } from './storage.ts';
import { StorageError } from './storage-error.ts';

/** Tells of whatever fails in a store in its own terms, besides the rejection that the caller gets. */
export class Failures {
  readonly #explain: (error: unknown) => StorageError;
  readonly #onError: (error: StorageError) => unknown;

  /** @param explain what a driver makes of what its client throws */
  constructor(explain: (error: unknown) => StorageError, onError: (error: StorageError) => unknown) {
    this.#explain = explain;
    this.#onError = onError;
  }

  /** What `task` gives; rejects with a {@link StorageError}, which was told. */
  async guard<T>(task: () => Promise<T>): Promise<T> {
    try {
      return await task();
    } catch (error) {
      throw this.told(this.#explain(error));
    }
  }

  /** The same error, which was told. */
  told(error: StorageError): StorageError {
    this.#onError(error);
    return error;
  }

  /** Writes and reads back a record; rejects where the store can do no work. */
  async probe(store: Pick<RecordAccess, 'get' | 'set'>): Promise<void> {
    await store.set('probe', 'ok');
    if ((await store.get('probe')) !== 'ok')
      throw this.told(new StorageError('other', 'the store does not return what it was given'));
  }
}
