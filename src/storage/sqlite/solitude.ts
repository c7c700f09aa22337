import { CachedReads, type Values } from './cached-reads.ts';
import type { LeaseFile } from './lease-file.ts';
import { SqliteLeases } from './leases.ts';
import { Presence } from './presence.ts';

/** The files of the store. */
export interface StoreFiles {
  readonly leaseFile: LeaseFile;
  /** What stands under each of the names, in their order. */
  readAll(names: readonly string[]): Promise<Values>;
  /** Changes when somebody has written over another connection than the one that the store writes over. */
  dataVersion(): Promise<number | undefined>;
}

/**
 * What this process keeps in memory as long as it is alone on the store: leases, and what it has read. Waking the
 * threads of SQLite for them would take longer than the rest of an answer.
 */
export class Solitude {
  readonly leases: SqliteLeases;
  readonly #files: StoreFiles;
  readonly #presence: Presence;
  readonly #reads: CachedReads;
  #dataVersion: number | undefined;

  constructor(files: StoreFiles) {
    this.#files = files;
    this.#presence = new Presence(files.leaseFile, {
      onAlone: () => this.leases.learn(),
      onStillAlone: () => this.#refresh(),
      onCompany: () => this.#share(),
    });
    this.leases = new SqliteLeases(files.leaseFile, this.#presence);
    this.#reads = new CachedReads(
      (names) => files.readAll(names),
      () => this.#presence.isAlone,
    );
  }

  /** What stands under each of the names, in their order. */
  read(names: readonly string[]): Promise<Values> {
    return this.#reads.read(names);
  }

  /** Runs what writes the names, once no other process keeps in memory what stands there. */
  async whileWriting<T>(names: readonly string[], write: () => Promise<T>): Promise<T> {
    await this.#presence.entered();
    return this.#reads.whileWriting(names, write);
  }

  /** Runs what writes everything. */
  async whileReplacing<T>(write: () => Promise<T>): Promise<T> {
    await this.#presence.entered();
    try {
      return await write();
    } finally {
      this.#reads.clear();
    }
  }

  async close(): Promise<void> {
    await this.#presence.leave();
    await this.#files.leaseFile.close();
  }

  /** Forgets what was read when somebody has written after all, such as an operator with the shell of SQLite. */
  async #refresh(): Promise<void> {
    const version = await this.#files.dataVersion();
    if (version !== this.#dataVersion) this.#reads.clear();
    this.#dataVersion = version;
  }

  async #share(): Promise<void> {
    this.#reads.clear();
    await this.leases.writeAll();
  }
}
