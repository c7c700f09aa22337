import { randomBytes } from 'node:crypto';
import type { Identity, Owner } from '../identity.ts';
import { SLOTS } from '../records/kinds.ts';
import type { Records } from '../records/records.ts';
import type { Found } from '../records/sealed-records.ts';
import type { LinkCode } from './link-code-form.ts';
import type { LinkCodes } from './link-codes.ts';
import { mergeKeys, placedKeys } from './merged-keys.ts';
import { type Side, Sides } from './sides.ts';
import { Succession } from './succession.ts';

/** How many chats may share an account. */
export const MAX_LINKED_CHATS = 4;

type Problem = Extract<Found<never>, { kind: 'unreadable' }>['problem'];

/** What came of typing a code. All but `linked` have changed nothing, and the code can still be used. */
export type LinkOutcome =
  /** The chats that share an account now: those of the chat where the code was made, and those where it was typed. */
  | { readonly kind: 'linked'; readonly made: readonly Identity[]; readonly typed: readonly Identity[] }
  /** There is no such code: it was never made, was used, or its time has run out. */
  | { readonly kind: 'unknown-code' }
  /** It was made in this very chat. */
  | { readonly kind: 'own-code' }
  | { readonly kind: 'linked-already' }
  /** More chats than may share an account. */
  | { readonly kind: 'too-many-chats' }
  /** More keys than an account may have. @property count how many there would be */
  | { readonly kind: 'full'; readonly count: number }
  /** One of the accounts does not open. */
  | { readonly kind: 'unreadable'; readonly problem: Problem };

export type UnlinkOutcome =
  /** `others` are the chats that were linked with it. */
  | { readonly kind: 'unlinked'; readonly others: readonly Identity[] }
  | { readonly kind: 'not-linked' }
  | { readonly kind: 'unreadable'; readonly problem: Problem };

/** Which chats have the keys when one is parted from the others: `here` is only that one. */
export type KeysStay = 'everywhere' | 'here';

/** Links chats of one person, so that they share an account, and parts them. */
export class Linking {
  readonly #codes: LinkCodes;
  readonly #sides: Sides;
  readonly #succession: Succession;

  constructor(records: Records, codes: LinkCodes) {
    this.#codes = codes;
    this.#sides = new Sides(records);
    this.#succession = new Succession(records);
  }

  /** The other chats that share the account of this one. */
  async othersOf(user: Identity): Promise<readonly Identity[]> {
    return othersOf(await this.#sides.of(user));
  }

  /** Links the chat in which a code was typed with the one in which it was made. */
  async link(user: Identity, code: LinkCode): Promise<LinkOutcome> {
    const maker = await this.#codes.find(code);
    if (maker === undefined) return { kind: 'unknown-code' };
    if (maker === user) return { kind: 'own-code' };
    return this.#sides.exclusively([maker, user], (sides) => this.#join(sides, code));
  }

  /** Parts a chat from those that it is linked with. */
  unlink(user: Identity, keysStay: KeysStay): Promise<UnlinkOutcome> {
    return this.#sides.exclusively([user], async ([side]): Promise<UnlinkOutcome> => {
      const others = side === undefined ? [] : othersOf(side);
      if (side === undefined || others.length === 0) return { kind: 'not-linked' };
      if (side.account.kind === 'unreadable') return side.account;
      const keys = keysOf(side);
      const [only] = others.length === 1 ? others : [];
      await this.#succession.replace(
        [side.owner],
        [
          { owner: user, identities: [user], keys },
          { owner: only ?? newOwner(), identities: others, keys: keysStay === 'here' ? [] : keys },
        ],
      );
      return { kind: 'unlinked', others };
    });
  }

  /** Erases what links and their ends have left where they were broken off. */
  sweep(): Promise<void> {
    return this.#succession.sweep();
  }

  async #join(sides: readonly Side[], code: LinkCode): Promise<LinkOutcome> {
    const owners = [...new Set(sides.map(({ owner }) => owner))];
    if (owners.length === 1) return { kind: 'linked-already' };
    for (const { account } of sides) if (account.kind === 'unreadable') return account;
    const [made = [], typed = []] = sides.map(({ identities }) => identities);
    const identities = [...made, ...typed];
    if (identities.length > MAX_LINKED_CHATS) return { kind: 'too-many-chats' };
    const keys = mergeKeys(sides.flatMap(keysOf));
    if (keys.length > SLOTS) return { kind: 'full', count: keys.length };
    if (!(await this.#codes.take(code))) return { kind: 'unknown-code' };
    await this.#succession.replace(owners, [{ owner: newOwner(), identities, keys }]);
    return { kind: 'linked', made, typed };
  }
}

function othersOf({ user, identities }: Side): readonly Identity[] {
  return identities.filter((each) => each !== user);
}

function keysOf({ owner, account }: Side) {
  return account.kind === 'found' ? placedKeys(owner, account.value.keys) : [];
}

/** A name that was never used before. */
function newOwner(): Owner {
  return `account:${randomBytes(12).toString('base64url')}`;
}
