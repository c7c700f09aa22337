import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Subject } from '../identity.ts';
import { parseJson } from '../json.ts';
import { Secret } from '../secret.ts';
import type { Storage, StoredRecord, Stretch } from '../storage/storage.ts';
import { type Cipher, type Envelope, type OpenProblem, parseEnvelope } from './cipher.ts';
import type { Kind } from './kinds.ts';
import type { RecordNames } from './record-names.ts';

/** A {@link Secret} inside a record: plain text only within the envelope. */
export const secretCodec = z.codec(z.string(), z.instanceof(Secret), {
  decode: (text) => new Secret(text),
  encode: (secret) => secret.reveal(),
});

/** A moment in milliseconds since 1970, as late as a `Date` can be (ECMA-262, 21.4.1.1). */
export const moment = z.int().min(0).max(8.64e15);

/** What records of one kind hold, and since when. */
export interface RecordFormat<Schema extends z.ZodType> {
  readonly kind: Kind;
  /** Grows whenever the shape changes. Records without a version are of version 0. */
  readonly version: number;
  readonly schema: Schema;
  /** Whether what was read last stays open in memory, for those who are read at each event: nothing secret. */
  readonly staysOpen?: boolean;
  /**
   * Makes the value of what is stored where the schema has read it before, in hardly any time: for those who are read
   * at each event, and may not stay open. What it is given is nobody else's.
   */
  readonly revive?: (stored: z.input<Schema>) => z.output<Schema>;
  /** Makes this version's shape out of an earlier one's. A record is only rewritten when it is next set. */
  upgrade?(value: unknown, from: number): unknown;
}

export type Found<T> =
  | { readonly kind: 'found'; readonly value: T }
  | { readonly kind: 'none' }
  /** There is a record, and it does not open or does not read. It stays as it is until it is overwritten. */
  | { readonly kind: 'unreadable'; readonly problem: OpenProblem | 'wrong-shape' };

const MAX_OPEN = 10_000;

/** An envelope of this version, of which the schema has read what is in it. */
interface Checked {
  readonly text: string;
  readonly envelope: Envelope;
}

interface Versioned {
  readonly version: number;
  readonly value: unknown;
}

/**
 * One kind of record a subject, encrypted in the store.
 *
 * The record's name, which stands for the kind and the owner, is authenticated with it, so that neither another
 * owner's record nor another kind of the same owner's opens in its place.
 */
export class SealedRecords<Schema extends z.ZodType> {
  readonly #storage: Storage;
  readonly #cipher: Cipher;
  readonly #names: RecordNames;
  readonly #format: RecordFormat<Schema>;
  readonly #slot: number | undefined;
  /** By name: an envelope under another name is no more to be trusted than one that nobody has opened. */
  readonly #open: LRUCache<string, { envelope: string; found: Found<z.output<Schema>> }> | undefined;
  /** By name. */
  readonly #checked: LRUCache<string, Checked> | undefined;

  constructor(
    storage: Storage,
    cipher: Cipher,
    names: RecordNames,
    format: RecordFormat<Schema>,
    slot?: number,
  ) {
    this.#storage = storage;
    this.#cipher = cipher;
    this.#names = names;
    this.#format = format;
    this.#slot = slot;
    if (format.staysOpen) this.#open = new LRUCache({ max: MAX_OPEN });
    if (format.revive) this.#checked = new LRUCache({ max: MAX_OPEN });
  }

  async get(subject: Subject): Promise<Found<z.output<Schema>>> {
    const name = this.#nameOf(subject);
    const envelope = await this.#storage.get(name);
    return envelope === undefined ? { kind: 'none' } : this.#read({ name, value: envelope });
  }

  async set(subject: Subject, value: z.output<Schema>): Promise<void> {
    const { name, value: envelope } = this.sealed(subject, value);
    await this.#storage.set(name, envelope);
  }

  /**
   * Writes what `change` makes of the value, unless somebody else, another process too, changes or deletes the
   * record in between. `undefined` is given where there is no record, and returned to leave things as they are.
   * A record that does not read stays as it is.
   */
  async update(
    subject: Subject,
    change: (value: z.output<Schema> | undefined) => z.output<Schema> | undefined,
  ): Promise<void> {
    const name = this.#nameOf(subject);
    const envelope = await this.#storage.get(name);
    const found = envelope === undefined ? undefined : this.#read({ name, value: envelope });
    if (found?.kind === 'unreadable') return;
    const changed = change(found?.kind === 'found' ? found.value : undefined);
    if (changed === undefined) return;
    const value = this.#seal(name, changed);
    if (envelope === undefined) await this.#storage.add(name, value);
    else
      await this.#storage.replaceUnchanged([{ before: { name, value: envelope }, after: { name, value } }]);
  }

  /** The record of that value, sealed but not stored yet, to be stored at one moment with others. */
  sealed(subject: Subject, value: z.output<Schema>): StoredRecord {
    const name = this.#nameOf(subject);
    return { name, value: this.#seal(name, value) };
  }

  /** The values of all owners whose records read, a page at a time. */
  async *pages(stretch?: Stretch): AsyncIterable<readonly z.output<Schema>[]> {
    for await (const page of this.#storage.pages(`${this.#format.kind}:`, stretch)) {
      yield page.flatMap((record) => {
        const found = this.#opened(record);
        return found.kind === 'found' ? [found.value] : [];
      });
    }
  }

  /** Whether there was a record, readable or not. */
  delete(subject: Subject): Promise<boolean> {
    return this.#storage.delete(this.#nameOf(subject));
  }

  /** Deletes all owners' records of this kind that read and that `isOver` says have had their time. */
  async sweep(isOver: (value: z.output<Schema>) => boolean): Promise<void> {
    for await (const page of this.#storage.pages(`${this.#format.kind}:`)) {
      const over = page.filter((record) => {
        const found = this.#opened(record);
        return found.kind === 'found' && isOver(found.value);
      });
      if (over.length > 0) await this.#storage.deleteUnchanged(over);
    }
  }

  #seal(name: string, value: z.output<Schema>): string {
    const { version, schema } = this.#format;
    return this.#cipher.seal(JSON.stringify({ version, value: z.encode(schema, value) }), name);
  }

  #read(record: StoredRecord): Found<z.output<Schema>> {
    const { name, value: envelope } = record;
    const open = this.#open?.get(name);
    if (open?.envelope === envelope) return open.found;
    const found = this.#opened(record, this.#checked);
    this.#open?.set(name, { envelope, found });
    return found;
  }

  /** @param checked what the schema need not read again; walks over all records would take the place of everybody */
  #opened({ name, value: text }: StoredRecord, checked?: LRUCache<string, Checked>): Found<z.output<Schema>> {
    const before = checked?.get(name);
    const isChecked = before?.text === text;
    const envelope = isChecked ? before.envelope : parseEnvelope(text, name);
    if (envelope === undefined) return { kind: 'unreadable', problem: 'unknown-format' };
    const opened = this.#cipher.openParsed(envelope);
    if (opened.kind === 'closed') return { kind: 'unreadable', problem: opened.problem };
    const stored = readVersioned(opened.plaintext);
    if (stored === undefined) return { kind: 'unreadable', problem: 'wrong-shape' };
    const { version, value } = stored;
    if (version > this.#format.version) return { kind: 'unreadable', problem: 'unknown-format' };
    const { upgrade, revive } = this.#format;
    if (revive && isChecked) return { kind: 'found', value: revive(value as z.input<Schema>) };
    const current = version < this.#format.version && upgrade ? upgrade(value, version) : value;
    const read = z.safeDecode(this.#format.schema, current as z.input<Schema>);
    if (!read.success) return { kind: 'unreadable', problem: 'wrong-shape' };
    if (version === this.#format.version) checked?.set(name, { text, envelope });
    return { kind: 'found', value: read.data };
  }

  #nameOf(subject: Subject): string {
    return this.#names.of(this.#format.kind, subject, this.#slot);
  }
}

/** What stands in an envelope; `undefined` where that is no JSON. */
function readVersioned(plaintext: string): Versioned | undefined {
  const read = parseJson(plaintext);
  if (isVersioned(read)) return read;
  return read === undefined ? undefined : { version: 0, value: read };
}

function isVersioned(read: unknown): read is Versioned {
  return typeof read === 'object' && read !== null && 'version' in read && Number.isSafeInteger(read.version);
}
