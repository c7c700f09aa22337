import { z } from 'zod';
import type { Identity, Owner } from '../identity.ts';
import { ownerSchema } from '../identity-schema.ts';
import { ACCOUNTS } from '../keys/account.ts';
import { ACCOUNT_PLACES, placesOfSlots } from '../records/kinds.ts';
import type { Records } from '../records/records.ts';
import type { RecordFormat, SealedRecords } from '../records/sealed-records.ts';
import type { StoredRecord } from '../storage/storage.ts';
import { Accounts, LINKS } from './accounts.ts';
import type { PlacedKey } from './merged-keys.ts';
import { MOVERS } from './movers.ts';

/** An account that takes the place of others. */
export interface Successor {
  /** The one chat that it is of, or a name that was never used before. */
  readonly owner: Owner;
  readonly identities: readonly Identity[];
  readonly keys: readonly PlacedKey[];
}

const leftover = z.object({ owner: ownerSchema });

const LEFTOVERS: RecordFormat<typeof leftover> = { kind: 'leftover', version: 1, schema: leftover };

/**
 * Lets accounts take the place of others.
 *
 * Everything of the new accounts, and what leads the chats there, is stored at one moment: however it is broken
 * off, the chats are as before or as they shall be. What was of the old accounts is erased at that same moment.
 */
export class Succession {
  readonly #records: Records;
  readonly #owners: Accounts;
  readonly #accounts: SealedRecords<typeof ACCOUNTS.schema>;
  readonly #leftovers: SealedRecords<typeof leftover>;

  constructor(records: Records) {
    this.#records = records;
    this.#owners = new Accounts(records);
    this.#accounts = records.of(ACCOUNTS);
    this.#leftovers = records.of(LEFTOVERS);
  }

  /** For who holds all of the owners and identities exclusively. */
  async replace(old: readonly Owner[], successors: readonly Successor[]): Promise<void> {
    for (const { owner } of successors)
      await this.#records.delete(owner, [...ACCOUNT_PLACES, { kind: 'leftover' }]);
    const stored = await Promise.all(successors.map((successor) => this.#recordsOf(successor, old)));
    for (const owner of old) await this.#records.delete(owner, [...ACCOUNT_PLACES, { kind: 'leftover' }]);
    // A chat with an account of its own needs nothing that leads there.
    for (const { owner } of successors.filter((each) => !isShared(each.owner)))
      await this.#records.delete(owner, [{ kind: LINKS.kind }]);
    await this.#records.storage.commit(stored.flat());
  }

  /** Erases what an earlier version left of accounts that were replaced, where it was broken off. */
  async sweep(): Promise<void> {
    for await (const page of this.#leftovers.pages()) {
      for (const { owner } of page) {
        await this.#records.exclusively(owner, async () => {
          if (await this.#isReplaced(owner)) await this.#records.delete(owner, ACCOUNT_PLACES);
          await this.#leftovers.delete(owner);
        });
      }
    }
  }

  /** A chat may have its own account again; the names of shared ones are used once. */
  async #isReplaced(owner: Owner): Promise<boolean> {
    return isShared(owner) || (await this.#owners.ownerOf(owner)) !== owner;
  }

  async #recordsOf({ owner, identities, keys }: Successor, old: readonly Owner[]): Promise<StoredRecord[]> {
    const linked = isShared(owner) ? identities : [];
    const links = linked.map((each) => this.#records.of(LINKS).sealed(each, { account: owner }));
    const stored = keys.map(({ key }) => key);
    const account = this.#accounts.sealed(owner, {
      owner,
      ...(isShared(owner) && { identities: [...identities] }),
      keys: stored,
    });
    const ofKeys = await Promise.all(keys.map((key) => this.#recordsOfKey(key, owner)));
    const heir = { owner, identities, keys: stored };
    const others = await Promise.all(MOVERS.map((move) => move(this.#records, old, heir)));
    const isEmpty = !isShared(owner) && keys.length === 0;
    return [
      ...links,
      ...(isEmpty ? [] : [account]),
      ...ofKeys.flat(),
      ...others.flatMap((each) => each ?? []),
    ];
  }

  /** What is known of a key, under its new name. What does not open does not move. */
  async #recordsOfKey({ key, from }: PlacedKey, to: Owner): Promise<StoredRecord[]> {
    const { storage, cipher, names } = this.#records;
    const moved = placesOfSlots([from.slot]).map(async ({ kind }): Promise<StoredRecord[]> => {
      const before = names.of(kind, from.owner, from.slot);
      const envelope = await storage.get(before);
      const opened = envelope === undefined ? undefined : cipher.open(envelope, before);
      if (opened?.kind !== 'opened') return [];
      const name = names.of(kind, to, key.slot);
      return [{ name, value: cipher.seal(opened.plaintext, name) }];
    });
    return (await Promise.all(moved)).flat();
  }
}

function isShared(owner: Owner): owner is `account:${string}` {
  return owner.startsWith('account:');
}
