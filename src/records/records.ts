import { AsyncResource } from 'node:async_hooks';
import AsyncLock from 'async-lock';
import type { z } from 'zod';
import type { Owner } from '../identity.ts';
import type { Storage } from '../storage/storage.ts';
import { unlessStoreFails } from '../storage/storage-error.ts';
import { Transactions } from '../storage/transactions.ts';
import { Cipher, keyIdOf } from './cipher.ts';
import type { KeyRing } from './key-ring.ts';
import { PLACES, type Place } from './kinds.ts';
import { legacyNameOf } from './legacy-names.ts';
import { COPY_NOTE, INDEX_KEY, LEGACY_KEY_CHECK, openRecordNames, type RecordNames } from './record-names.ts';
import { type RewrapResult, renameLegacy, rewrap } from './rewrap.ts';
import { type RecordFormat, SealedRecords } from './sealed-records.ts';

/** All that is stored of users: encrypted under the key ring, under names that betray nobody. */
export class Records {
  readonly storage: Transactions;
  readonly cipher: Cipher;
  readonly names: RecordNames;
  readonly #locks = new AsyncLock({ maxPending: Number.POSITIVE_INFINITY });

  private constructor(storage: Transactions, cipher: Cipher, names: RecordNames) {
    this.storage = storage;
    this.cipher = cipher;
    this.names = names;
  }

  /** Rejects with a `WrongKeyError` when no key of the ring opens the store. */
  static async open(storage: Storage, ring: KeyRing): Promise<Records> {
    const cipher = new Cipher(ring);
    return new Records(new Transactions(storage), cipher, await openRecordNames(storage, cipher));
  }

  /** @param slot for kinds that there is one of for each slot */
  of<Schema extends z.ZodType>(format: RecordFormat<Schema>, slot?: number): SealedRecords<Schema> {
    return new SealedRecords(this.storage, this.cipher, this.names, format, slot);
  }

  /**
   * Whether the store was last taken up under the key that writes now; if not, a process that was started
   * before may still write under an earlier one.
   */
  async isTakenUp(): Promise<boolean> {
    const envelope = await this.storage.get(INDEX_KEY);
    return envelope !== undefined && this.#isCurrent(envelope);
  }

  /**
   * Begins to write under the first key of the ring: seals the index key under it, and gives records of the
   * first format, whose names tell of their users, names that do not. A copy of another store is none from then on.
   */
  async takeUp(): Promise<RewrapResult> {
    const envelope = await this.storage.get(INDEX_KEY);
    if (envelope !== undefined && !this.#isCurrent(envelope))
      await rewrap(this, [{ name: INDEX_KEY, value: envelope }]);
    await this.storage.delete(LEGACY_KEY_CHECK, COPY_NOTE);
    const renamed = await renameLegacy(this);
    if (renamed.rewrapped > 0) await this.scrub();
    return renamed;
  }

  /**
   * Takes note of a backup that was restored meanwhile, with an index key of its own.
   *
   * @returns whether records have other names now
   */
  async refresh(): Promise<boolean> {
    return this.names.adopt(await openRecordNames(this.storage, this.cipher));
  }

  /**
   * Runs `task` while nothing else changes what it reads of this owner, or of any of these. Does not nest.
   *
   * Within the process others wait for their turn; where another process comes in between, nothing is stored and
   * `task` runs again, as {@link Transactions.atomically} has it.
   */
  exclusively<T>(owner: Owner | readonly Owner[], task: () => Promise<T>): Promise<T> {
    // In one order, so that no two wait for each other.
    // Whoever lets a lock go begins the next task: without a scope of its own, as a part of what it does itself.
    const scope = new AsyncResource('exclusively');
    return this.#locks.acquire([owner].flat().toSorted(), () =>
      scope.runInAsyncScope(() => this.storage.atomically(task)),
    );
  }

  /** Deletes some of an owner's records at one moment. Whether there was anything. */
  delete(owner: Owner, places: readonly Place[]): Promise<boolean> {
    return this.storage.delete(...this.#namesOf(owner, places));
  }

  /**
   * Erases everything of an owner at one moment, and makes it unreadable in the files too.
   *
   * @returns whether there was anything
   */
  async erase(owner: Owner): Promise<boolean> {
    const erased = await this.exclusively(owner, () => this.eraseHeld([owner]));
    await this.scrub();
    return erased;
  }

  /**
   * Erases everything of several owners at one moment, for who holds them exclusively and scrubs afterwards.
   *
   * @param others names of records that go with them
   * @returns whether there was anything
   */
  eraseHeld(owners: readonly Owner[], others: readonly string[] = []): Promise<boolean> {
    const names = owners.flatMap((owner) => this.#namesOf(owner, PLACES));
    return this.storage.delete(...names, ...others);
  }

  /** Makes what was erased unreadable in the files too, where the store has time for it; else a later scrub does. */
  async scrub(): Promise<void> {
    await unlessStoreFails(this.storage.scrub());
  }

  #namesOf(owner: Owner, places: readonly Place[]): string[] {
    return places.flatMap(({ kind, slot }) => [this.names.of(kind, owner, slot), legacyNameOf(kind, owner)]);
  }

  #isCurrent(envelope: string): boolean {
    return keyIdOf(envelope) === this.cipher.ring.writer.id;
  }
}
