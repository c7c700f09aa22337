import type { RecordAccess, Replacement, Slot, StoredRecord } from './storage.ts';

/**
 * The store as a task sees it that is to be done entirely or not at all: what it reads is noted, what it writes
 * waits, and it sees its own writes. {@link conclude} then makes all changes at one moment, if what was read still
 * stands.
 */
export class Transaction implements RecordAccess {
  readonly #storage: RecordAccess;
  readonly #read = new Map<string, string | undefined>();
  readonly #written = new Map<string, string | undefined>();

  constructor(storage: RecordAccess) {
    this.#storage = storage;
  }

  /** Whether everything was as it was read; else nothing has changed. */
  conclude(): Promise<boolean> {
    if (this.#written.size === 0) return Promise.resolve(true);
    return this.#storage.commit(slotsOf(this.#written), slotsOf(this.#read));
  }

  async get(name: string): Promise<string | undefined> {
    const [value] = await this.getMany([name]);
    return value;
  }

  async getMany(names: readonly string[]): Promise<(string | undefined)[]> {
    const unknown = names.filter((name) => !this.#written.has(name) && !this.#read.has(name));
    if (unknown.length > 0) {
      const values = await this.#storage.getMany(unknown);
      // Of two reads at the same time the first one counts, as it does for those that come later.
      for (const [index, name] of unknown.entries())
        if (!this.#read.has(name)) this.#read.set(name, values[index]);
    }
    return names.map((name) => (this.#written.has(name) ? this.#written.get(name) : this.#read.get(name)));
  }

  async set(name: string, value: string): Promise<void> {
    this.#written.set(name, value);
  }

  async commit(changes: readonly Slot[], expected: readonly Slot[] = []): Promise<boolean> {
    const found = await this.getMany(expected.map(({ name }) => name));
    if (expected.some(({ value }, index) => value !== found[index])) return false;
    for (const { name, value } of changes) this.#written.set(name, value);
    return true;
  }

  async add(name: string, value: string): Promise<string> {
    const found = await this.get(name);
    if (found === undefined) await this.set(name, value);
    return found ?? value;
  }

  async delete(...names: readonly string[]): Promise<boolean> {
    const found = await this.getMany(names);
    for (const [index, name] of names.entries())
      if (found[index] !== undefined) this.#written.set(name, undefined);
    return found.some((value) => value !== undefined);
  }

  async replaceUnchanged(replacements: readonly Replacement[]): Promise<number> {
    let replaced = 0;
    for (const { before, after } of replacements) {
      const isMoved = before.name !== after.name;
      const expected: readonly Slot[] = [
        before,
        ...(isMoved ? [{ name: after.name, value: undefined }] : []),
      ];
      const removed: readonly Slot[] = isMoved ? [{ name: before.name, value: undefined }] : [];
      if (await this.commit([...removed, after], expected)) replaced += 1;
    }
    return replaced;
  }

  async deleteUnchanged(records: readonly StoredRecord[]): Promise<number> {
    let deleted = 0;
    for (const record of records)
      if (await this.commit([{ name: record.name, value: undefined }], [record])) deleted += 1;
    return deleted;
  }
}

function slotsOf(values: ReadonlyMap<string, string | undefined>): Slot[] {
  return [...values].map(([name, value]) => ({ name, value }));
}
