import type { Identity } from '../identity.ts';
import type { StoredKey, Vault } from '../keys/vault.ts';
import type { OpenProblem } from '../records/cipher.ts';
import type { Secret } from '../secret.ts';
import { unlessStoreFails } from '../storage/storage-error.ts';
import type { DatedBalance, LastBalances } from './last-balances.ts';
import type { Balance, Failure } from './outcome.ts';
import type { SharedLookUps } from './shared-look-ups.ts';

/** What came of asking for a user's balance. */
export type BalanceOutcome =
  | { readonly kind: 'ok'; readonly key: StoredKey; readonly balance: Balance; readonly readAt: number }
  | { readonly kind: 'no-key' }
  | { readonly kind: 'unreadable-key'; readonly problem: OpenProblem | 'wrong-shape' }
  /** The registered key has stopped working. */
  | { readonly kind: 'unauthorized'; readonly key: StoredKey }
  /** The provider could not say; what it said last is the best there is. */
  | {
      readonly kind: 'failed';
      readonly key: StoredKey;
      readonly failure: Failure;
      readonly past?: DatedBalance;
    };

/** What came of a user's wish to register a key. */
export type RegistrationOutcome =
  | {
      readonly kind: 'registered';
      readonly key: StoredKey;
      readonly balance: Balance;
      readonly readAt: number;
    }
  /** Refused by the provider. Nothing was stored; `kept` is the key from before, where there is one. */
  | { readonly kind: 'refused'; readonly kept?: StoredKey }
  /** The provider could not say. The key waits, encrypted, for its owner to store it unchecked. */
  | { readonly kind: 'unchecked'; readonly failure: Failure; readonly offerId: string }
  /** The user had everything erased while the key was checked. Nothing was stored. */
  | { readonly kind: 'forgotten' };

/** Balances of chat users, and the registration of the keys that they are read with. */
export class BalanceService {
  readonly #vault: Vault;
  readonly #lookUps: SharedLookUps;
  readonly #lastBalances: LastBalances;

  constructor(vault: Vault, lookUps: SharedLookUps, lastBalances: LastBalances) {
    this.#vault = vault;
    this.#lookUps = lookUps;
    this.#lastBalances = lastBalances;
  }

  async balanceOf(user: Identity): Promise<BalanceOutcome> {
    const found = await this.#vault.find(user);
    if (found.kind === 'none') return { kind: 'no-key' };
    if (found.kind === 'unreadable') return { kind: 'unreadable-key', problem: found.problem };
    const key = found.value;
    const { lookUp, readAt } = await this.#lookUps.lookUp(key.key);
    switch (lookUp.kind) {
      case 'ok':
        await this.#note(user, key, { balance: lookUp.balance, readAt });
        return { kind: 'ok', key, balance: lookUp.balance, readAt };
      case 'unauthorized':
        return { kind: 'unauthorized', key };
      case 'rate-limited':
      case 'unavailable':
      case 'busy': {
        const past = await this.#lastBalances.of(user, key.id);
        return { kind: 'failed', key, failure: lookUp, ...(past && { past }) };
      }
    }
  }

  /** Stores the key if the provider accepts it. */
  async register(user: Identity, key: Secret): Promise<RegistrationOutcome> {
    const mark = this.#vault.markOf(user);
    const { lookUp, readAt } = await this.#lookUps.lookUp(key);
    switch (lookUp.kind) {
      case 'ok': {
        const stored = await this.#vault.store(user, key, true, mark);
        if (stored === undefined) return { kind: 'forgotten' };
        await this.#note(user, stored, { balance: lookUp.balance, readAt });
        return { kind: 'registered', key: stored, balance: lookUp.balance, readAt };
      }
      case 'unauthorized': {
        const before = await this.#vault.find(user);
        return before.kind === 'found' ? { kind: 'refused', kept: before.value } : { kind: 'refused' };
      }
      case 'rate-limited':
      case 'unavailable':
      case 'busy': {
        const offerId = await this.#vault.offer(user, key, mark);
        return offerId === undefined
          ? { kind: 'forgotten' }
          : { kind: 'unchecked', failure: lookUp, offerId };
      }
    }
  }

  /** Stores an offered key without the provider's word; `undefined` when the offer is over. */
  async registerUnchecked(user: Identity, offerId: string): Promise<StoredKey | undefined> {
    const mark = this.#vault.markOf(user);
    const key = await this.#vault.findOffer(user, offerId);
    return key && this.#vault.store(user, key, false, mark);
  }

  /** Forgets the key and what it had. Without an id, whatever is there; see {@link Vault.remove}. */
  unregister(user: Identity, keyId?: string): Promise<boolean> {
    return this.#vault.remove(user, keyId);
  }

  /** Notes what a look-up has told. A store that cannot be written must not cost the user the answer. */
  async #note(user: Identity, key: StoredKey, balance: DatedBalance): Promise<void> {
    await unlessStoreFails(this.#lastBalances.remember(user, key.id, balance));
    if (!key.verified) await unlessStoreFails(this.#vault.markVerified(user, key.id));
  }
}
