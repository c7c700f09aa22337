import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Identity } from '../identity.ts';
import type { Kind } from '../records/kinds.ts';
import type { Records } from '../records/records.ts';
import {
  type Found,
  moment,
  type RecordFormat,
  type SealedRecords,
  secretCodec,
} from '../records/sealed-records.ts';
import type { Secret } from '../secret.ts';
import { parseKey } from './key-form.ts';

/** Short enough for the id of a button, which it is a part of. */
const keyId = z.string().regex(/^[\w-]{1,16}$/);

const key = secretCodec.refine((secret) => parseKey(secret.reveal()).kind === 'key');

const storedKey = z.object({
  id: keyId,
  key,
  /** Whether the billing API has ever accepted it. */
  verified: z.boolean(),
  addedAt: moment,
});

/** What the account of a user holds. A list, because an account may come to own several named keys. */
const account = z.object({ keys: z.array(storedKey) });

const offeredKey = z.object({ id: keyId, key, expiresAt: moment });

const ACCOUNTS: RecordFormat<typeof account> = { kind: 'account', version: 1, schema: account };

const OFFERS: RecordFormat<typeof offeredKey> = {
  kind: 'offer',
  version: 1,
  schema: offeredKey,
  // Earlier offers had their end outside the envelope; none of them outlives the change of versions by much.
  upgrade: (value) => ({ ...(value as object), expiresAt: 0 }),
};

/** How long a key that could not be checked waits for its owner's word, in milliseconds. */
export const OFFER_LIFETIME_MS = 15 * 60_000;

/** What goes with the key when it is removed. */
const OF_A_KEY: readonly Kind[] = ['account', 'offer', 'last-balance'];

/** See {@link Vault.markOf}. */
export interface Mark {
  readonly erasure: symbol | undefined;
}

/** A user's registered key. */
export type StoredKey = z.output<typeof storedKey>;

/** The users' keys, encrypted, one account record a user. */
export class Vault {
  readonly #records: Records;
  readonly #accounts: SealedRecords<typeof account>;
  readonly #offers: SealedRecords<typeof offeredKey>;
  readonly #now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(records: Records, now: () => number) {
    this.#records = records;
    this.#accounts = records.of(ACCOUNTS);
    this.#offers = records.of(OFFERS);
    this.#now = now;
  }

  /** The user's registered key. */
  async find(user: Identity): Promise<Found<StoredKey>> {
    const found = await this.#accounts.get(user);
    if (found.kind !== 'found') return found;
    const [value] = found.value.keys;
    return value === undefined ? { kind: 'none' } : { kind: 'found', value };
  }

  /**
   * A mark of this moment. What is stored with it later is not stored when the user was erased in between.
   */
  markOf(user: Identity): Mark {
    return { erasure: this.#records.lastErasure(user) };
  }

  /**
   * Registers a key in place of any that was there, and ends the wait of one that was offered. `undefined` when
   * the user was erased since the mark.
   */
  store(user: Identity, key: Secret, verified: boolean, mark?: Mark): Promise<StoredKey | undefined> {
    return this.#records.exclusively(user, async () => {
      if (mark && this.#isErasedSince(user, mark)) return undefined;
      const stored: StoredKey = { id: newId(), key, verified, addedAt: this.#now() };
      await this.#accounts.set(user, { keys: [stored] });
      await this.#offers.delete(user);
      return stored;
    });
  }

  /** Notes that the billing API has accepted the key, if it still is the registered one. */
  markVerified(user: Identity, id: string): Promise<void> {
    return this.#accounts.update(user, (account) =>
      account?.keys.some((key) => key.id === id && !key.verified)
        ? { keys: account.keys.map((key) => (key.id === id ? { ...key, verified: true } : key)) }
        : undefined,
    );
  }

  /**
   * Removes the key of that id and what was known of it, and says whether it did: not if another has taken its
   * place since. Without an id it removes whatever is there, even a record that does not open.
   */
  remove(user: Identity, id?: string): Promise<boolean> {
    return this.#records.exclusively(user, async () => {
      if (id !== undefined) {
        const found = await this.find(user);
        if (found.kind !== 'found' || found.value.id !== id) return false;
      }
      return this.#records.delete(user, OF_A_KEY);
    });
  }

  /**
   * Keeps a key that could not be checked for {@link OFFER_LIFETIME_MS}, until its owner says what to do. The id
   * of the offer, or `undefined` when the user was erased since the mark.
   */
  offer(user: Identity, key: Secret, mark: Mark): Promise<string | undefined> {
    return this.#records.exclusively(user, async () => {
      if (this.#isErasedSince(user, mark)) return undefined;
      const id = newId();
      await this.#offers.set(user, { id, key, expiresAt: this.#now() + OFFER_LIFETIME_MS });
      return id;
    });
  }

  /** The offered key of that id, while its time has not run out. */
  async findOffer(user: Identity, id: string): Promise<Secret | undefined> {
    const found = await this.#offers.get(user);
    if (found.kind !== 'found' || found.value.id !== id || this.#isOver(found.value)) return undefined;
    return found.value.key;
  }

  async dropOffer(user: Identity): Promise<void> {
    await this.#offers.delete(user);
  }

  /** Erases offers that nobody took in time. */
  sweepOffers(): Promise<void> {
    return this.#offers.sweep((offer) => this.#isOver(offer));
  }

  #isErasedSince(user: Identity, { erasure }: Mark): boolean {
    return this.#records.lastErasure(user) !== erasure;
  }

  #isOver({ expiresAt }: z.output<typeof offeredKey>): boolean {
    return expiresAt <= this.#now();
  }
}

function newId(): string {
  return randomBytes(6).toString('base64url');
}
