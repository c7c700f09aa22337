import { Batch } from './batch.ts';
import { Connection } from './connection.ts';

type Entries = readonly (string | undefined)[];

/** Reads entries over a connection of its own: past what is being written, and without waiting for the disk. */
export class Reader {
  readonly #connection: Connection;
  readonly #reads = new Batch<readonly string[], Entries>((groups) => this.#readAll(groups));

  private constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Opens a file that is there. @param busyTimeoutMs how long a read waits for the locks of others */
  static async open(path: string, busyTimeoutMs: number): Promise<Reader> {
    return new Reader(await Connection.open(path, busyTimeoutMs));
  }

  /** The entry under each of the keys, in their order. */
  read(keys: readonly string[]): Promise<Entries> {
    return this.#reads.ask(keys);
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  async #readAll(groups: readonly (readonly string[])[]): Promise<Entries[]> {
    const rows = await this.#connection.query<{ key: string; value: string }>(
      'SELECT key, value FROM keyv WHERE key IN (SELECT value FROM json_each(?))',
      JSON.stringify(groups.flat()),
    );
    const entries = new Map(rows.map(({ key, value }) => [key, value]));
    return groups.map((keys) => keys.map((key) => entries.get(key)));
  }
}
