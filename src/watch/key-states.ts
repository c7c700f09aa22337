import { z } from 'zod';
import type { Owner } from '../identity.ts';
import { keyId, type StoredKey } from '../keys/account.ts';
import { SLOTS } from '../records/kinds.ts';
import type { Records } from '../records/records.ts';
import { moment, type SealedRecords } from '../records/sealed-records.ts';
import type { StoredRecord } from '../storage/storage.ts';

const keyState = z.object({
  keyId,
  /** When the sweep last had an answer for it. */
  checkedAt: moment,
  /** How many answers in a row said the same. */
  unchanged: z.int().min(0),
  /** When the provider refused it; it is not asked for again until it works for its owner. */
  refusedAt: moment.optional(),
});

export type KeyState = z.output<typeof keyState>;

/** What the sweep knows of each key. */
export class KeyStates {
  readonly #slots: readonly SealedRecords<typeof keyState>[];

  constructor(records: Records) {
    this.#slots = Array.from({ length: SLOTS }, (_, slot) =>
      records.of({ kind: 'watch', version: 1, schema: keyState }, slot),
    );
  }

  /** The state of that very key; `undefined` where the sweep has not come by yet. */
  async of(owner: Owner, { id, slot }: StoredKey): Promise<KeyState | undefined> {
    const found = await this.#at(slot).get(owner);
    return found.kind === 'found' && found.value.keyId === id ? found.value : undefined;
  }

  /** The record of a state, to be stored. */
  sealed(owner: Owner, { slot }: StoredKey, state: KeyState): StoredRecord {
    return this.#at(slot).sealed(owner, state);
  }

  #at(slot: number): SealedRecords<typeof keyState> {
    const records = this.#slots[slot];
    if (records === undefined) throw new RangeError(`there is no slot ${slot}`);
    return records;
  }
}
