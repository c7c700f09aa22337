import { AlertBook } from '../alerts/alert-book.ts';
import type { Identity, Owner } from '../identity.ts';
import { ACCOUNT_PLACES, type Place, placesOfSlots } from '../records/kinds.ts';
import type { Records } from '../records/records.ts';
import type { Found, SealedRecords } from '../records/sealed-records.ts';
import type { Stretch } from '../storage/storage.ts';
import { unlessStoreFails } from '../storage/storage-error.ts';
import { ACCOUNTS, type Account, freeSlot, isNameTaken, type StoredKey } from './account.ts';
import { type Mark, Marks } from './marks.ts';
import { isEqual, type NewKey, replacedBy } from './new-key.ts';
import { newId } from './offers.ts';

/** What goes with the last key of an account. */
const OF_ALL_KEYS: readonly Place[] = [...ACCOUNT_PLACES, { kind: 'offer' }, { kind: 'prompt' }];

export type Stored =
  | { readonly kind: 'stored'; readonly key: StoredKey }
  /** The account has as many keys as it may have. */
  | { readonly kind: 'full' }
  /** Another key of the account has that name. Nothing was stored. */
  | { readonly kind: 'name-taken'; readonly name: string }
  /** The owner was erased, or its chats were linked or parted, since the mark. Nothing was stored. */
  | { readonly kind: 'erased' };

/** The keys of all accounts, encrypted, one record an account. */
export class Vault {
  readonly #records: Records;
  readonly #marks: Marks;
  readonly #alerts: AlertBook;
  readonly #accounts: SealedRecords<typeof ACCOUNTS.schema>;
  readonly #now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(records: Records, now: () => number) {
    this.#records = records;
    this.#marks = new Marks(records, now);
    this.#alerts = new AlertBook(records);
    this.#accounts = records.of(ACCOUNTS);
    this.#now = now;
  }

  /** The account; one without keys counts as none. */
  async find(owner: Owner): Promise<Found<Account>> {
    const found = await this.#accounts.get(owner);
    if (found.kind !== 'found') return found;
    if (found.value.owner === undefined) await this.#claim(owner);
    return found.value.keys.length === 0 ? { kind: 'none' } : found;
  }

  /** The accounts whose names lie in a stretch, a page at a time; not those that do not read. */
  pages(stretch: Stretch): AsyncIterable<readonly Account[]> {
    return this.#accounts.pages(stretch);
  }

  /**
   * A mark of this moment. What is stored with it later is not stored when the owner was erased in between. Who
   * does not use it drops it.
   *
   * @param user whose account it was found to be; nothing is stored either when by then it is another's
   */
  markOf(owner: Owner, user?: Identity): Promise<Mark> {
    return this.#marks.set(owner, user);
  }

  dropMark(mark: Mark): Promise<void> {
    return this.#records.exclusively(mark.user ?? mark.owner, () => this.#marks.drop(mark));
  }

  /** Erases the marks of what was broken off. */
  sweep(): Promise<void> {
    return this.#marks.sweep();
  }

  /**
   * Registers a key: in the place of the one that it replaces, that has its name, or that is the same key, and else
   * beside the others. The alerts of a key go on for the one that takes its place. An account that does not open is
   * begun anew.
   */
  async store(owner: Owner, added: NewKey, mark: Mark): Promise<Stored> {
    const stored = this.unlessErased(owner, mark, async (): Promise<Stored> => {
      const found = await this.#accounts.get(owner);
      const account: Account = found.kind === 'found' ? found.value : { keys: [] };
      const before = replacedBy(added, account.keys);
      const slot = before?.slot ?? freeSlot(account.keys);
      if (slot === undefined) return { kind: 'full' };
      const name = added.name ?? before?.name;
      if (name !== undefined && isNameTaken(account.keys, name, before?.id))
        return { kind: 'name-taken', name };
      const isSame = before !== undefined && isEqual(before.key, added.key);
      const stored: StoredKey = {
        id: isSame ? before.id : newId(),
        slot,
        ...(name !== undefined && { name }),
        key: added.key,
        verified: added.verified || (isSame && before.verified),
        addedAt: isSame ? before.addedAt : this.#now(),
        ...(added.addedIn !== undefined && { addedIn: added.addedIn }),
      };
      const keys = before
        ? account.keys.map((key) => (key === before ? stored : key))
        : [...account.keys, stored];
      if (!isSame) await this.#records.delete(owner, placesOfSlots([slot]));
      if (before && !isSame) await this.#alerts.followHeld(owner, before.id, stored.id);
      const identities = identitiesOf(account, owner, mark.user);
      await this.#accounts.set(owner, { ...account, owner, ...(identities && { identities }), keys });
      return { kind: 'stored', key: stored };
    });
    return (await stored) ?? { kind: 'erased' };
  }

  /** Uses the mark up, and runs `task` while nothing else changes what the owner has; not if the mark does not hold. */
  unlessErased<T>(owner: Owner, mark: Mark, task: () => Promise<T>): Promise<T | undefined> {
    return this.#records.exclusively([...new Set([owner, mark.user ?? owner])], async () => {
      const holds = await this.#marks.holds(mark);
      await this.#marks.drop(mark);
      return holds ? task() : undefined;
    });
  }

  /** Names a key; `name-taken` where another key of the account has that name, `gone` where there is none of that id. */
  rename(owner: Owner, id: string, name: string): Promise<'renamed' | 'name-taken' | 'gone'> {
    return this.#records.exclusively(owner, async () => {
      const found = await this.#accounts.get(owner);
      if (found.kind !== 'found' || !found.value.keys.some((key) => key.id === id)) return 'gone';
      const { keys } = found.value;
      if (isNameTaken(keys, name, id)) return 'name-taken';
      const renamed = keys.map((key) => (key.id === id ? { ...key, name } : key));
      await this.#accounts.set(owner, { ...found.value, keys: renamed });
      return 'renamed';
    });
  }

  /** Notes that the billing API has accepted the key, if it still is registered. */
  markVerified(owner: Owner, id: string): Promise<void> {
    return this.#change(owner, (keys) =>
      keys.some((key) => key.id === id && !key.verified)
        ? keys.map((key) => (key.id === id ? { ...key, verified: true } : key))
        : undefined,
    );
  }

  /**
   * Removes the key of that id, and what was known of it and set for it, and says whether it did: not if another has
   * taken its place since. Without an id it removes whatever is there, even a record that does not open.
   */
  async remove(owner: Owner, id?: string): Promise<boolean> {
    const removed = await this.#remove(owner, id);
    if (removed) await this.#records.scrub();
    return removed;
  }

  #remove(owner: Owner, id: string | undefined): Promise<boolean> {
    return this.#records.exclusively(owner, async () => {
      if (id === undefined) return this.#records.delete(owner, OF_ALL_KEYS);
      const found = await this.find(owner);
      if (found.kind !== 'found') return false;
      const { keys } = found.value;
      const gone = keys.find((key) => key.id === id);
      if (gone === undefined) return false;
      const left = keys.filter((key) => key !== gone);
      if (left.length === 0 && found.value.identities === undefined)
        return this.#records.delete(owner, OF_ALL_KEYS);
      await this.#accounts.set(owner, { ...found.value, keys: left });
      await this.#records.delete(owner, placesOfSlots([gone.slot]));
      await this.#alerts.followHeld(owner, gone.id);
      return true;
    });
  }

  /** Has a record of an earlier version say whose it is: those who walk all accounts cannot tell otherwise. */
  async #claim(owner: Owner): Promise<void> {
    await unlessStoreFails(this.#accounts.update(owner, (account) => account && { ...account, owner }));
  }

  #change(owner: Owner, change: (keys: readonly StoredKey[]) => StoredKey[] | undefined): Promise<void> {
    return this.#accounts.update(owner, (account) => {
      const keys = account && change(account.keys);
      return account && keys && { ...account, keys };
    });
  }
}

/** The chats of a shared account. One that was begun anew does not know them, until each registers a key again. */
function identitiesOf(
  { identities }: Account,
  owner: Owner,
  user: Identity | undefined,
): Identity[] | undefined {
  if (owner === user || user === undefined || identities?.includes(user)) return identities;
  return [...(identities ?? []), user];
}
