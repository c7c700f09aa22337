/** A text under its name. */
export interface StoredRecord {
  readonly name: string;
  readonly value: string;
}

/** A record as it was read, and what shall stand in its place. */
export interface Replacement {
  readonly before: StoredRecord;
  readonly after: StoredRecord;
}

/** A stretch of names in the order of bytes; without an end where one is left out. */
export interface Stretch {
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

/**
 * The one store of the process: texts by name. A failing store rejects with a `StorageError`; it never looks
 * empty.
 */
export interface Storage {
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string): Promise<void>;
  /** Stores all of them at one moment. */
  setAll(records: readonly StoredRecord[]): Promise<void>;
  /** Stores the value unless there is one, and returns the one that is there then. */
  add(name: string, value: string): Promise<string>;
  /** Deletes all of them at one moment. Whether there was something to delete. */
  delete(...names: readonly string[]): Promise<boolean>;
  count(): Promise<number>;
  /**
   * All records whose names begin with `prefix`, by name in the order of bytes, a page at a time. What is there
   * during the whole walk comes exactly once, whatever is written meanwhile.
   *
   * @param stretch only names that go on, behind the prefix, with something later than `from` and before `until`
   */
  pages(prefix?: string, stretch?: Stretch): AsyncIterable<readonly StoredRecord[]>;
  /**
   * Replaces those records that are still as they were read, all at one moment; one whose new name is taken
   * stays.
   *
   * @returns how many were replaced
   */
  replaceUnchanged(replacements: readonly Replacement[]): Promise<number>;
  /** Deletes those records that are still as they were read. @returns how many */
  deleteUnchanged(records: readonly StoredRecord[]): Promise<number>;
  /** Makes what was deleted and overwritten unreadable in the files, too. */
  scrub(): Promise<void>;
  /** Writes a copy as of one moment to a new file. Rejects where the file is there already. */
  backup(path: string): Promise<void>;
  /** Puts the records of a backup in the place of all that is here, at one moment. */
  restore(path: string): Promise<void>;
  /** Writes and reads back a record; rejects where the store can do no work. */
  probe(): Promise<void>;
  close(): Promise<void>;
}
