import { z } from 'zod';
import type { Identity } from '../identity.ts';
import { Secret } from '../secret.ts';
import type { Storage } from '../storage.ts';
import type { Cipher, OpenProblem } from './cipher.ts';

/** A {@link Secret} inside a record: plain text only within the envelope. */
export const secretCodec = z.codec(z.string(), z.instanceof(Secret), {
  decode: (text) => new Secret(text),
  encode: (secret) => secret.reveal(),
});

export type Found<T> =
  | { readonly kind: 'found'; readonly value: T }
  | { readonly kind: 'none' }
  /** There is a record, and it does not open or does not read. It stays as it is until it is overwritten. */
  | { readonly kind: 'unreadable'; readonly problem: OpenProblem | 'wrong-shape' };

/**
 * One kind of record a user, encrypted in the store.
 *
 * The kind and the user are authenticated with the record, so that neither another user's record nor another
 * kind of the same user's opens in its place.
 */
export class SealedRecords<Schema extends z.ZodType> {
  readonly #storage: Storage;
  readonly #cipher: Cipher;
  readonly #kind: string;
  readonly #schema: Schema;

  constructor(storage: Storage, cipher: Cipher, kind: string, schema: Schema) {
    this.#storage = storage;
    this.#cipher = cipher;
    this.#kind = kind;
    this.#schema = schema;
  }

  async get(user: Identity): Promise<Found<z.output<Schema>>> {
    const name = this.#name(user);
    const envelope = await this.#storage.get(name);
    if (envelope === undefined) return { kind: 'none' };
    const opened = this.#cipher.open(envelope, name);
    if (opened.kind === 'closed') return { kind: 'unreadable', problem: opened.problem };
    const read = z.safeDecode(this.#schema, JSON.parse(opened.plaintext));
    return read.success
      ? { kind: 'found', value: read.data }
      : { kind: 'unreadable', problem: 'wrong-shape' };
  }

  /** @param ttlMs milliseconds until the record counts as gone; without it, it stays. */
  async set(user: Identity, value: z.output<Schema>, ttlMs?: number): Promise<void> {
    const name = this.#name(user);
    const plaintext = JSON.stringify(z.encode(this.#schema, value));
    await this.#storage.set(name, this.#cipher.seal(plaintext, name), ttlMs);
  }

  /** Whether there was a record, readable or not. */
  delete(user: Identity): Promise<boolean> {
    return this.#storage.delete(this.#name(user));
  }

  #name(user: Identity): string {
    return `${this.#kind}:${user}`;
  }
}
