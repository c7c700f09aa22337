import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Identity } from '../identity.ts';
import type { Records } from '../records/records.ts';
import { moment, type RecordFormat, type SealedRecords } from '../records/sealed-records.ts';
import type { Secret } from '../secret.ts';
import { keyId, keyName, validKey } from './account.ts';

const offeredKey = z.object({
  id: keyId,
  key: validKey,
  name: keyName.optional(),
  /** Whether the billing API has accepted it. */
  verified: z.boolean(),
  expiresAt: moment,
});

const OFFERS: RecordFormat<typeof offeredKey> = {
  kind: 'offer',
  version: 2,
  schema: offeredKey,
  upgrade(value, from) {
    const offer = { ...(value as object), verified: false };
    // Earlier offers had their end outside the envelope; none of them outlives the change of versions by much.
    return from === 0 ? { ...offer, expiresAt: 0 } : offer;
  },
};

/** How long a key waits for its owner's word, in milliseconds. */
export const OFFER_LIFETIME_MS = 15 * 60_000;

export type OfferedKey = Omit<z.output<typeof offeredKey>, 'expiresAt'>;

/** Keys that wait, encrypted, for the person who sent them to say what to do with them: one a person. */
export class Offers {
  readonly #offers: SealedRecords<typeof offeredKey>;
  readonly #now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(records: Records, now: () => number) {
    this.#offers = records.of(OFFERS);
    this.#now = now;
  }

  /** Keeps a key for {@link OFFER_LIFETIME_MS}, in place of any that waited. @returns the id of the offer */
  async make(user: Identity, offered: { key: Secret; name?: string; verified: boolean }): Promise<string> {
    const id = newId();
    await this.#offers.set(user, { ...offered, id, expiresAt: this.#now() + OFFER_LIFETIME_MS });
    return id;
  }

  /** The offered key of that id, while its time has not run out. */
  async find(user: Identity, id: string): Promise<OfferedKey | undefined> {
    const found = await this.#offers.get(user);
    if (found.kind !== 'found' || found.value.id !== id || this.#isOver(found.value)) return undefined;
    return found.value;
  }

  async drop(user: Identity): Promise<void> {
    await this.#offers.delete(user);
  }

  /** Erases offers that nobody took in time. */
  sweep(): Promise<void> {
    return this.#offers.sweep((offer) => this.#isOver(offer));
  }

  #isOver({ expiresAt }: z.output<typeof offeredKey>): boolean {
    return expiresAt <= this.#now();
  }
}

/** An id that nobody guesses, short enough for a button. */
export function newId(): string {
  return randomBytes(6).toString('base64url');
}
