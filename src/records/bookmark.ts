import { z } from 'zod';
import { parseJson } from '../json.ts';
import type { Records } from './records.ts';
import { moment } from './sealed-records.ts';

const bookmark = z.object({ at: moment });

/** A moment that work which goes on over restarts has come to. */
export class Bookmark {
  readonly #records: Records;
  readonly #name: string;

  /** @param name of the record; there is one in a store */
  constructor(records: Records, name: string) {
    this.#records = records;
    this.#name = name;
  }

  /** Milliseconds since 1970; `undefined` where there is none that reads. */
  async get(): Promise<number | undefined> {
    const { storage, cipher } = this.#records;
    const envelope = await storage.get(this.#name);
    const opened = envelope === undefined ? undefined : cipher.open(envelope, this.#name);
    return opened?.kind === 'opened' ? bookmark.safeParse(parseJson(opened.plaintext)).data?.at : undefined;
  }

  async set(at: number): Promise<void> {
    const { storage, cipher } = this.#records;
    await storage.set(this.#name, cipher.seal(JSON.stringify({ at }), this.#name));
  }
}
