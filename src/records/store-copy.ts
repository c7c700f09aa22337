import type { Storage, StoredRecord } from '../storage/storage.ts';
import { StorageError, unlessStoreFails } from '../storage/storage-error.ts';
import { type ClosedRecord, PROBE } from './census.ts';
import { COPY_NOTE, INDEX_KEY } from './record-names.ts';
import type { Records } from './records.ts';

/** The target is not, or not any more, what a copy can be made in; in words for the operator. */
export class CopyError extends Error {
  override name = 'CopyError';
}

/** What one walk over both stores found and did. */
export interface Pass {
  /** Records of the source. */
  readonly total: number;
  /** Records that the target did not have, or had otherwise. */
  readonly written: number;
  /** Records of the target that the source does not have any more. */
  readonly deleted: number;
  /** Records that no key of the ring opens. They are copied as they are. */
  readonly closed: readonly ClosedRecord[];
}

const IN_USE =
  'A bot has begun to work on the new store, so nothing more was copied to it. Stop it, empty the new store, and copy again.';

/** What is not copied as it is met: it is of each store itself, or comes last. */
const APART: ReadonlySet<string> = new Set([PROBE, COPY_NOTE, INDEX_KEY]);

/**
 * Makes a store the same as another one that others go on writing to. Only reads the source.
 *
 * Every pass compares all records and changes those of the target that differ, so it may be broken off and begun
 * again at any time, and one that finds nothing to change has found the stores equal. Until {@link StoreCopy.finish}
 * the target has no index key, without which no bot starts on it. From the moment that one has, nothing is written.
 */
export class StoreCopy {
  readonly #source: Records;
  readonly #target: Storage;
  readonly #note: StoredRecord;

  /** @param note of the claim to the target */
  constructor(source: Records, target: Storage, note: StoredRecord) {
    this.#source = source;
    this.#target = target;
    this.#note = note;
  }

  /**
   * Rejects with a {@link CopyError} when a bot has begun to work on the target, or the target does not give back
   * what was written.
   *
   * @param onPage hears how many records each page had, those of the source first
   * @param signal ends the pass early
   */
  async pass(onPage: (count: number) => void, signal: AbortSignal): Promise<Pass> {
    const closed: ClosedRecord[] = [];
    // The index key is one of them.
    let [total, written, deleted] = [1, 0, 0];
    for await (const page of this.#source.storage.pages()) {
      if (signal.aborted) break;
      const records = page.filter(({ name }) => !APART.has(name));
      written += await this.#write(records);
      closed.push(...records.flatMap((record) => this.#closed(record)));
      total += records.length;
      onPage(page.length);
    }
    for await (const page of this.#target.pages()) {
      if (signal.aborted) break;
      deleted += await this.#deleteGone(page.map(({ name }) => name).filter((name) => !APART.has(name)));
      onPage(page.length);
    }
    return { total, written, deleted, closed };
  }

  /** Lets a bot start on the target, after at least one whole pass. */
  async finish(): Promise<void> {
    const [value] = await this.#source.storage.getMany([INDEX_KEY]);
    if (value !== undefined) await this.#write([{ name: INDEX_KEY, value }]);
    // What was overwritten and deleted is gone all the same.
    await unlessStoreFails(this.#target.scrub());
  }

  async #write(records: readonly StoredRecord[]): Promise<number> {
    const differing = await this.#differing(records);
    if (differing.length === 0) return 0;
    await this.#commit(differing);
    const [wrong] = await this.#differing(differing);
    if (wrong !== undefined)
      throw new CopyError(`The new store does not give back what was written to it: ${wrong.name}`);
    return differing.length;
  }

  async #differing(records: readonly StoredRecord[]): Promise<readonly StoredRecord[]> {
    const found = await readMany(
      this.#target,
      records.map(({ name }) => name),
    );
    return records.filter(({ value }, index) => value !== found[index]);
  }

  async #deleteGone(names: readonly string[]): Promise<number> {
    const found = await readMany(this.#source.storage, names);
    const gone = names.filter((_, index) => found[index] === undefined);
    if (gone.length > 0) await this.#commit(gone.map((name) => ({ name, value: undefined })));
    return gone.length;
  }

  async #commit(changes: Parameters<Storage['commit']>[0]): Promise<void> {
    if (!(await this.#target.commit(changes, [this.#note]))) throw new CopyError(IN_USE);
  }

  #closed({ name, value }: StoredRecord): ClosedRecord[] {
    const opened = this.#source.cipher.open(value, name);
    return opened.kind === 'closed' ? [{ name, problem: opened.problem }] : [];
  }
}

/** What stands under each of the names; as in pages, an empty text for what is there and does not read. */
async function readMany(
  storage: Pick<Storage, 'getMany'>,
  names: readonly string[],
): Promise<(string | undefined)[]> {
  if (names.length === 0) return [];
  try {
    return await storage.getMany(names);
  } catch (error) {
    if (!(error instanceof StorageError && error.problem === 'damaged')) throw error;
    if (names.length === 1) return [''];
    return (await Promise.all(names.map((name) => readMany(storage, [name])))).flat();
  }
}
