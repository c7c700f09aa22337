/** A text under its name. */
export interface StoredRecord {
  readonly name: string;
  readonly value: string;
}

/** What stands, or shall stand, under a name; `undefined` for nothing. */
export interface Slot {
  readonly name: string;
  readonly value: string | undefined;
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

/** Reads and writes texts by name. */
export interface RecordAccess {
  get(name: string): Promise<string | undefined>;
  /** What stands under each of the names, in their order. */
  getMany(names: readonly string[]): Promise<(string | undefined)[]>;
  set(name: string, value: string): Promise<void>;
  /**
   * Makes all changes at one moment, if at that moment everything is still as expected; otherwise changes nothing.
   *
   * @returns whether everything was as expected
   */
  commit(changes: readonly Slot[], expected?: readonly Slot[]): Promise<boolean>;
  /** Stores the value unless there is one, and returns the one that is there then. */
  add(name: string, value: string): Promise<string>;
  /** Deletes all of them at one moment. Whether there was something to delete. */
  delete(...names: readonly string[]): Promise<boolean>;
  /**
   * Replaces those records that are still as they were read, all at one moment; one whose new name is taken
   * stays.
   *
   * @returns how many were replaced
   */
  replaceUnchanged(replacements: readonly Replacement[]): Promise<number>;
  /** Deletes those records that are still as they were read. @returns how many */
  deleteUnchanged(records: readonly StoredRecord[]): Promise<number>;
}

/** A store of texts. One that fails rejects with a `StorageError`; it never looks empty. */
export interface Storage extends RecordAccess {
  count(): Promise<number>;
  /**
   * All records whose names begin with `prefix`, by name in the order of bytes, a page at a time. What is there
   * during the whole walk comes exactly once, whatever is written meanwhile.
   *
   * @param stretch only names that go on, behind the prefix, with something later than `from` and before `until`
   */
  pages(prefix?: string, stretch?: Stretch): AsyncIterable<readonly StoredRecord[]>;
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
