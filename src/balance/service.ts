import type { Identity, Owner } from '../identity.ts';
import type { StoredKey } from '../keys/account.ts';
import type { Mark } from '../keys/marks.ts';
import type { NewKey } from '../keys/new-key.ts';
import type { Offers } from '../keys/offers.ts';
import type { Stored, Vault } from '../keys/vault.ts';
import type { Found } from '../records/sealed-records.ts';
import type { Secret } from '../secret.ts';
import { unlessStoreFails } from '../storage/storage-error.ts';
import type { DatedBalance, Failure } from './outcome.ts';
import type { SharedLookUps } from './shared-look-ups.ts';

/** What came of asking for the balance of one key. */
export type KeyBalance = { readonly key: StoredKey } & (
  | ({ readonly kind: 'ok' } & DatedBalance)
  /** The registered key has stopped working. */
  | { readonly kind: 'unauthorized' }
  /** The provider could not say; what it said last is the best there is. */
  | { readonly kind: 'failed'; readonly failure: Failure; readonly past?: DatedBalance }
);

/** What came of a person's wish to register a key. */
export type RegistrationOutcome =
  | ({ readonly kind: 'registered'; readonly key: StoredKey } & DatedBalance)
  /** Refused by the provider. Nothing was stored; `kept` are the keys from before. */
  | { readonly kind: 'refused'; readonly kept: readonly StoredKey[] }
  /** The provider could not say. The key waits, encrypted, for its owner to store it unchecked. */
  | {
      readonly kind: 'unchecked';
      readonly failure: Failure;
      readonly keys: readonly StoredKey[];
      readonly offerId: string;
    }
  /** It works, and there are others. It waits, encrypted, for its owner to say whether it replaces one. */
  | { readonly kind: 'choice'; readonly keys: readonly StoredKey[]; readonly offerId: string }
  /** The account has as many keys as it may have. Nothing was stored. */
  | { readonly kind: 'full' }
  /** Another key of the account has that name. Nothing was stored. */
  | { readonly kind: 'name-taken'; readonly name: string }
  /** The owner was erased, or its chats linked or parted, while the key was checked. Nothing was stored. */
  | { readonly kind: 'forgotten' };

/** What keys had, remembered for when the provider cannot be asked. */
export interface BalanceMemory {
  /** Remembers a balance, unless the key was removed or replaced while it was looked up. */
  remember(owner: Owner, key: StoredKey, dated: DatedBalance): Promise<void>;
  /** The same, when nobody waits for it; whoever asks for what is remembered meanwhile finds it all the same. */
  rememberLater(owner: Owner, key: StoredKey, dated: DatedBalance): Promise<void>;
  /** The last balance of that very key; another key's is never given in its place. */
  last(owner: Owner, key: StoredKey): Promise<DatedBalance | undefined>;
}

/** Who registers a key, and into which account. */
export interface Registrant {
  readonly user: Identity;
  readonly owner: Owner;
}

/** Balances of keys, and the registration of the keys that they are read with. */
export class BalanceService {
  readonly #vault: Vault;
  readonly #offers: Offers;
  readonly #lookUps: SharedLookUps;
  readonly #memory: BalanceMemory;

  constructor(vault: Vault, offers: Offers, lookUps: SharedLookUps, memory: BalanceMemory) {
    this.#vault = vault;
    this.#offers = offers;
    this.#lookUps = lookUps;
    this.#memory = memory;
  }

  /** Looks one key up. A balance is remembered. */
  async balanceOf(owner: Owner, key: StoredKey): Promise<KeyBalance> {
    const { lookUp, readAt } = await this.#lookUps.lookUp(key.key);
    switch (lookUp.kind) {
      case 'ok':
        await this.#memory.rememberLater(owner, key, { balance: lookUp.balance, readAt });
        await this.#noteWorking(owner, key);
        return { kind: 'ok', key, balance: lookUp.balance, readAt };
      case 'unauthorized':
        return { kind: 'unauthorized', key };
      case 'rate-limited':
      case 'unavailable':
      case 'busy': {
        const past = await this.#memory.last(owner, key);
        return { kind: 'failed', key, failure: lookUp, ...(past && { past }) };
      }
    }
  }

  /**
   * Stores a key if the provider accepts it: under its name if it has one, and else beside no other key, unless it
   * is one that is registered already. The only key that there is gives way to it where it works no longer.
   */
  async register({ user, owner }: Registrant, key: Secret, name?: string): Promise<RegistrationOutcome> {
    const mark = await this.#vault.markOf(owner, user);
    const { lookUp, readAt } = await this.#lookUps.lookUp(key);
    const keys = keysOf(await this.#vault.find(owner));
    const others = name === undefined ? othersThan(key, keys) : [];
    switch (lookUp.kind) {
      case 'ok': {
        const replaces = await this.#onlyOneRefused(owner, others);
        if (others.length > 0 && replaces === undefined)
          return this.#offered({ user, owner }, { key, verified: true }, mark, (offerId) => ({
            kind: 'choice',
            keys: others,
            offerId,
          }));
        const added: NewKey = { key, name, verified: true, replaces, addedIn: user };
        const stored = await this.#vault.store(owner, added, mark);
        return this.#registered(owner, stored, { balance: lookUp.balance, readAt });
      }
      case 'unauthorized':
        await this.#vault.dropMark(mark);
        return { kind: 'refused', kept: keys };
      case 'rate-limited':
      case 'unavailable':
      case 'busy':
        return this.#offered({ user, owner }, { key, name, verified: false }, mark, (offerId) => ({
          kind: 'unchecked',
          failure: lookUp,
          keys: others,
          offerId,
        }));
    }
  }

  /**
   * Stores an offered key; `undefined` when the offer is over.
   *
   * @param replaces the id of the key whose place it takes
   */
  async takeOffer(
    { user, owner }: Registrant,
    offerId: string,
    replaces?: string,
  ): Promise<Stored | undefined> {
    const mark = await this.#vault.markOf(owner, user);
    const offer = await this.#offers.find(user, offerId);
    if (offer === undefined) {
      await this.#vault.dropMark(mark);
      return undefined;
    }
    const { key, name, verified } = offer;
    const stored = await this.#vault.store(owner, { key, name, verified, replaces, addedIn: user }, mark);
    if (stored.kind === 'stored' || stored.kind === 'erased') await this.#offers.drop(user);
    return stored;
  }

  /** The id of the only key that there is, where the provider refuses it: nobody wants to be asked about that one. */
  async #onlyOneRefused(owner: Owner, keys: readonly StoredKey[]): Promise<string | undefined> {
    const [only] = keys.length === 1 ? keys : [];
    if (only === undefined) return undefined;
    const { kind } = await this.balanceOf(owner, only);
    return kind === 'unauthorized' ? only.id : undefined;
  }

  async #registered(owner: Owner, stored: Stored, dated: DatedBalance): Promise<RegistrationOutcome> {
    switch (stored.kind) {
      case 'erased':
        return { kind: 'forgotten' };
      case 'full':
      case 'name-taken':
        return stored;
      case 'stored':
        await unlessStoreFails(this.#memory.remember(owner, stored.key, dated));
        await this.#noteWorking(owner, stored.key);
        return { ...stored, kind: 'registered', ...dated };
    }
  }

  async #offered(
    { user, owner }: Registrant,
    { key, name, verified }: NewKey,
    mark: Mark,
    outcome: (offerId: string) => RegistrationOutcome,
  ): Promise<RegistrationOutcome> {
    const id = await this.#vault.unlessErased(owner, mark, () =>
      this.#offers.make(user, { key, verified, ...(name !== undefined && { name }) }),
    );
    return id === undefined ? { kind: 'forgotten' } : outcome(id);
  }

  /** A store that cannot be written must not cost the user the answer. */
  async #noteWorking(owner: Owner, key: StoredKey): Promise<void> {
    if (!key.verified) await unlessStoreFails(this.#vault.markVerified(owner, key.id));
  }
}

function keysOf(found: Found<{ readonly keys: readonly StoredKey[] }>): readonly StoredKey[] {
  return found.kind === 'found' ? found.value.keys : [];
}

/** The registered keys, unless `key` is one of them. */
function othersThan(key: Secret, keys: readonly StoredKey[]): readonly StoredKey[] {
  return keys.some((each) => each.key.reveal() === key.reveal()) ? [] : keys;
}
