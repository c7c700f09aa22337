import type { Identity, Owner } from '../identity.ts';
import { newId } from '../keys/offers.ts';
import type { Records } from '../records/records.ts';
import type { SealedRecords } from '../records/sealed-records.ts';
import type { StoredRecord } from '../storage/storage.ts';
import {
  type AlertChannel,
  BOOKS,
  type Book,
  EMPTY,
  isEmpty,
  STOPPED,
  type StoredFiring,
  withoutOrphans,
} from './book.ts';
import { followed, isSameRule, type Rule } from './rule.ts';

/** Nobody needs more, and one record holds them all. */
const MAX_RULES = 40;
const MAX_CHANNELS = 20;

/** The alerts of all accounts, encrypted, one record an account. */
export class AlertBook {
  readonly #records: Records;
  readonly #books: SealedRecords<typeof BOOKS.schema>;

  constructor(records: Records) {
    this.#records = records;
    this.#books = records.of(BOOKS);
  }

  /** What an account has; a record that does not read counts as none. */
  async of(owner: Owner): Promise<Book> {
    const found = await this.#books.get(owner);
    return found.kind === 'found' ? found.value : EMPTY;
  }

  /** Sets rules, each in place of one of its kind for the same key in the same chat. Whether there was room. */
  async setRules(owner: Owner, rules: readonly Omit<Rule, 'id'>[]): Promise<boolean> {
    let hasRoom = true;
    await this.#change(owner, (before) => {
      const kept = before.rules.filter((old) => !rules.some((rule) => isSameRule(old, rule)));
      hasRoom = kept.length + rules.length <= MAX_RULES;
      return hasRoom
        ? { ...before, rules: [...kept, ...rules.map((rule) => ({ ...rule, id: newId() }))] }
        : before;
    });
    return hasRoom;
  }

  /** Removes the rules that were set in a chat. @returns how many */
  async dropRules(owner: Owner, chat: Identity, isMeant: (rule: Rule) => boolean): Promise<number> {
    let dropped = 0;
    await this.#change(owner, (before) => {
      const kept = before.rules.filter((rule) => rule.chat !== chat || !isMeant(rule));
      dropped = before.rules.length - kept.length;
      return { ...before, rules: kept };
    });
    return dropped;
  }

  /** Lets the warnings about a key go to a channel, too. Whether there was room. */
  async addChannel(owner: Owner, added: AlertChannel): Promise<boolean> {
    let hasRoom = true;
    await this.#change(owner, (before) => {
      const kept = before.channels.filter(
        (each) => !isSameChannel(each, added) || each.keyId !== added.keyId,
      );
      hasRoom = kept.length < MAX_CHANNELS;
      return hasRoom ? { ...before, channels: [...kept, added] } : before;
    });
    return hasRoom;
  }

  /** Ends the warnings in a channel; of one key or of all. @returns how many keys they were about */
  async dropChannel(
    owner: Owner,
    dropped: Pick<AlertChannel, 'platform' | 'id'> & { readonly keyId?: string },
  ): Promise<number> {
    let count = 0;
    await this.#change(owner, (before) => {
      const kept = before.channels.filter(
        (each) =>
          !isSameChannel(each, dropped) || (dropped.keyId !== undefined && dropped.keyId !== each.keyId),
      );
      count = before.channels.length - kept.length;
      return { ...before, channels: kept };
    });
    return count;
  }

  /**
   * Has a person hear nothing more until then of the warnings about a key that last; that it is refused is never
   * kept from anybody. Whether there is such a warning.
   */
  async snooze(
    owner: Owner,
    id: string,
    until: number,
    lasts: (firing: StoredFiring, book: Book) => boolean,
  ): Promise<boolean> {
    let isSnoozed = false;
    await this.#change(owner, (before) => {
      const meant = before.firings.filter(
        (each) => each.keyId === id && each.ruleId !== STOPPED && lasts(each, before),
      );
      isSnoozed = meant.length > 0;
      if (!isSnoozed) return before;
      const firings = before.firings.map((each) =>
        meant.includes(each) ? { ...each, snoozedUntil: until } : each,
      );
      return { ...before, firings };
    });
    return isSnoozed;
  }

  /**
   * Has what was set for one key go on for the key that takes its place; without one, ends it. For who holds the
   * owner exclusively, so that the keys and what is set for them change at one moment.
   */
  followHeld(owner: Owner, from: string, to?: string): Promise<void> {
    return this.#changeHeld(owner, (before) => {
      const { rules, channels, firings } = before;
      if (![...rules, ...channels, ...firings].some(({ keyId }) => keyId === from)) return before;
      return {
        rules: followed(rules, from, to),
        channels: followed(channels, from, to),
        firings: firings.filter(({ keyId }) => keyId !== from),
      };
    });
  }

  /** The record of a book, to be stored. What is left empty of a book is still stored. */
  sealed(owner: Owner, value: Book): StoredRecord {
    return this.#books.sealed(owner, value);
  }

  /** @param change gives the very book that it was given where nothing is to be stored */
  #change(owner: Owner, change: (before: Book) => Book): Promise<void> {
    return this.#records.exclusively(owner, () => this.#changeHeld(owner, change));
  }

  async #changeHeld(owner: Owner, change: (before: Book) => Book): Promise<void> {
    const before = await this.of(owner);
    const changed = change(before);
    if (changed === before) return;
    const after = withoutOrphans(changed);
    if (isEmpty(after)) await this.#books.delete(owner);
    else await this.#books.set(owner, after);
  }
}

function isSameChannel(
  a: Pick<AlertChannel, 'platform' | 'id'>,
  b: Pick<AlertChannel, 'platform' | 'id'>,
): boolean {
  return a.platform === b.platform && a.id === b.id;
}
