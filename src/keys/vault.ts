import { randomBytes } from 'node:crypto';
import AsyncLock from 'async-lock';
import { z } from 'zod';
import type { Identity } from '../identity.ts';
import type { Secret } from '../secret.ts';
import type { Storage } from '../storage.ts';
import type { Cipher } from './cipher.ts';
import { type Found, SealedRecords, secretCodec } from './sealed-records.ts';

const storedKey = z.object({
  id: z.string(),
  key: secretCodec,
  /** Whether the billing API has ever accepted it. */
  verified: z.boolean(),
  /** Milliseconds since 1970. */
  addedAt: z.number(),
});

/** What the account of a user holds. A list, because an account may come to own several named keys. */
const account = z.object({ keys: z.array(storedKey) });

const offeredKey = z.object({ id: z.string(), key: secretCodec });

/** How long a key that could not be checked waits for its owner's word, in milliseconds. */
export const OFFER_LIFETIME_MS = 15 * 60_000;

/** A user's registered key. */
export type StoredKey = z.output<typeof storedKey>;

/**
 * The users' keys, encrypted, one account record a user.
 *
 * Reading and writing an account are two steps, so changes to one user's account wait for each other.
 */
export class Vault {
  readonly #accounts: SealedRecords<typeof account>;
  readonly #offers: SealedRecords<typeof offeredKey>;
  readonly #now: () => number;
  readonly #locks = new AsyncLock();

  constructor(storage: Storage, cipher: Cipher, now: () => number) {
    this.#accounts = new SealedRecords(storage, cipher, 'account', account);
    this.#offers = new SealedRecords(storage, cipher, 'offer', offeredKey);
    this.#now = now;
  }

  /** The user's registered key. */
  async find(user: Identity): Promise<Found<StoredKey>> {
    const found = await this.#accounts.get(user);
    if (found.kind !== 'found') return found;
    const [value] = found.value.keys;
    return value === undefined ? { kind: 'none' } : { kind: 'found', value };
  }

  /** Registers a key in place of any that was there, and ends the wait of one that was offered. */
  store(user: Identity, key: Secret, verified: boolean): Promise<StoredKey> {
    return this.exclusively(user, async () => {
      const stored: StoredKey = { id: newId(), key, verified, addedAt: this.#now() };
      await this.#accounts.set(user, { keys: [stored] });
      await this.#offers.delete(user);
      return stored;
    });
  }

  /** Notes that the billing API has accepted the key, if it still is the registered one. */
  markVerified(user: Identity, id: string): Promise<void> {
    return this.exclusively(user, async () => {
      const found = await this.find(user);
      if (found.kind !== 'found' || found.value.id !== id || found.value.verified) return;
      await this.#accounts.set(user, { keys: [{ ...found.value, verified: true }] });
    });
  }

  /**
   * Removes the key of that id, and says whether it did: not if another has taken its place since. Without an
   * id it removes whatever is there, even a record that does not open.
   */
  remove(user: Identity, id?: string): Promise<boolean> {
    return this.exclusively(user, async () => {
      if (id !== undefined) {
        const found = await this.find(user);
        if (found.kind !== 'found' || found.value.id !== id) return false;
      }
      await this.#offers.delete(user);
      return this.#accounts.delete(user);
    });
  }

  /** Keeps a key that could not be checked for {@link OFFER_LIFETIME_MS}, until its owner says what to do. */
  async offer(user: Identity, key: Secret): Promise<string> {
    const id = newId();
    await this.#offers.set(user, { id, key }, OFFER_LIFETIME_MS);
    return id;
  }

  /** The offered key of that id, while its time has not run out. */
  async findOffer(user: Identity, id: string): Promise<Secret | undefined> {
    const found = await this.#offers.get(user);
    return found.kind === 'found' && found.value.id === id ? found.value.key : undefined;
  }

  async dropOffer(user: Identity): Promise<void> {
    await this.#offers.delete(user);
  }

  /** Runs `task` while nothing else changes this user's account. */
  exclusively<T>(user: Identity, task: () => Promise<T>): Promise<T> {
    return this.#locks.acquire(user, task);
  }
}

function newId(): string {
  return randomBytes(6).toString('base64url');
}
