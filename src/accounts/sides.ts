import { isDeepStrictEqual } from 'node:util';
import type { Identity, Owner } from '../identity.ts';
import { ACCOUNTS, type Account } from '../keys/account.ts';
import type { Records } from '../records/records.ts';
import type { Found, SealedRecords } from '../records/sealed-records.ts';
import { Accounts } from './accounts.ts';

/** A chat, the account that it belongs to, and all chats of that account. */
export interface Side {
  readonly user: Identity;
  readonly owner: Owner;
  readonly account: Found<Account>;
  /** With `user` among them, also where the account does not read. */
  readonly identities: readonly Identity[];
}

/** Chats with their accounts. */
export class Sides {
  readonly #records: Records;
  readonly #owners: Accounts;
  readonly #accounts: SealedRecords<typeof ACCOUNTS.schema>;

  constructor(records: Records) {
    this.#records = records;
    this.#owners = new Accounts(records);
    this.#accounts = records.of(ACCOUNTS);
  }

  async of(user: Identity): Promise<Side> {
    const owner = await this.#owners.ownerOf(user);
    const account = await this.#accounts.get(owner);
    const known = account.kind === 'found' && owner !== user ? (account.value.identities ?? []) : [];
    return { user, owner, account, identities: known.includes(user) ? known : [user, ...known] };
  }

  /** Runs `task` while nothing else changes what the chats, their accounts and the other chats of those have. */
  async exclusively<T>(users: readonly Identity[], task: (sides: readonly Side[]) => Promise<T>): Promise<T> {
    for (;;) {
      const before = await this.#ofAll(users);
      const done = await this.#records.exclusively(ownersIn(before), async () => {
        const sides = await this.#ofAll(users);
        // Who was linked or parted meanwhile needs other locks.
        return isDeepStrictEqual(ownersIn(sides), ownersIn(before))
          ? { result: await task(sides) }
          : undefined;
      });
      if (done !== undefined) return done.result;
    }
  }

  #ofAll(users: readonly Identity[]): Promise<Side[]> {
    return Promise.all(users.map((user) => this.of(user)));
  }
}

function ownersIn(sides: readonly Side[]): Owner[] {
  return sides.flatMap(({ owner, identities }) => [owner, ...identities]);
}
