import { z } from 'zod';
import type { Identity, Owner } from '../identity.ts';
import { identitySchema } from '../identity-schema.ts';
import { keyId } from '../keys/account.ts';
import { newId } from '../keys/offers.ts';
import type { Records } from '../records/records.ts';
import { moment, type RecordFormat, type SealedRecords } from '../records/sealed-records.ts';
import type { StoredRecord } from '../storage/storage.ts';
import { unlessStoreFails } from '../storage/storage-error.ts';
import { followed, isSameRule, type Rule, rule } from './rule.ts';

/** Stands in the place of a rule where the provider has refused the key: that is warned of without being asked. */
export const STOPPED = 'stopped';

const firing = z.object({
  /** The id of the rule that has warned, or {@link STOPPED}. */
  ruleId: keyId,
  keyId,
  at: moment,
  toppedUp: z.boolean(),
  snoozedUntil: moment.optional(),
});

const channel = z.object({
  keyId,
  platform: z.enum(['discord', 'telegram']),
  /** The platform's id of the channel, or of the group. */
  id: z.string().min(1).max(32),
  /** The language to write in there. */
  locale: z.string(),
  /** Whether the figures may be told there, too. */
  figures: z.boolean(),
  /** Who has asked for it. */
  by: identitySchema,
});

const book = z.object({
  rules: z.array(rule),
  /** Where else the warnings about a key go, where others read. */
  channels: z.array(channel),
  firings: z.array(firing),
});

/** How it is stored. */
export const BOOKS: RecordFormat<typeof book> = { kind: 'alerts', version: 1, schema: book };

/** A channel in which others read the warnings about a key. */
export type AlertChannel = z.output<typeof channel>;

/** The warnings that were given, and not taken back since. */
export type StoredFiring = z.output<typeof firing>;

/** When the people of an account want to be warned, and of what they were. */
export type Book = z.output<typeof book>;

const EMPTY: Book = { rules: [], channels: [], firings: [] };

/** Nobody needs more, and one record holds them all. */
const MAX_RULES = 40;
const MAX_CHANNELS = 20;

/** The alerts of all accounts, encrypted, one record an account. */
export class AlertBook {
  readonly #records: Records;
  readonly #books: SealedRecords<typeof book>;

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

  /** Has a person hear nothing more about a key until then. */
  async snooze(owner: Owner, id: string, until: number): Promise<void> {
    await this.#change(owner, (before) => ({
      ...before,
      firings: before.firings.map((each) => (each.keyId === id ? { ...each, snoozedUntil: until } : each)),
    }));
  }

  /**
   * Has what was set for one key go on for the key that took its place; without one, ends it. A store that fails
   * here must not make the change of keys look undone.
   */
  async follow(owner: Owner, from: string, to?: string): Promise<void> {
    await unlessStoreFails(
      this.#change(owner, ({ rules, channels, firings }) => ({
        rules: followed(rules, from, to),
        channels: followed(channels, from, to),
        firings: firings.filter(({ keyId }) => keyId !== from),
      })),
    );
  }

  /** The record of a book, to be stored. What is left empty of a book is still stored. */
  sealed(owner: Owner, value: Book): StoredRecord {
    return this.#books.sealed(owner, value);
  }

  #change(owner: Owner, change: (before: Book) => Book): Promise<void> {
    return this.#records.exclusively(owner, async () => {
      const before = await this.of(owner);
      const after = withoutOrphans(change(before));
      if (isEmpty(after)) await this.#books.delete(owner);
      else await this.#books.set(owner, after);
    });
  }
}

/** What of several books goes on in an account with those chats and keys; `undefined` where nothing does. */
export function inherit(
  books: readonly Book[],
  identities: readonly Identity[],
  keyIds: readonly string[],
): Book | undefined {
  const rules = books
    .flatMap((each) => each.rules)
    .filter((rule) => identities.includes(rule.chat))
    .filter((rule) => rule.keyId === undefined || keyIds.includes(rule.keyId));
  const book = withoutOrphans({
    rules,
    channels: books
      .flatMap(({ channels }) => channels)
      .filter((each) => identities.includes(each.by) && keyIds.includes(each.keyId)),
    firings: books.flatMap(({ firings }) => firings).filter((each) => keyIds.includes(each.keyId)),
  });
  return isEmpty(book) ? undefined : book;
}

export function isEmpty({ rules, channels, firings }: Book): boolean {
  return rules.length + channels.length + firings.length === 0;
}

/** Firings of rules that are gone are forgotten with them. */
function withoutOrphans(book: Book): Book {
  const ids = new Set([STOPPED, ...book.rules.map(({ id }) => id)]);
  return { ...book, firings: book.firings.filter(({ ruleId }) => ids.has(ruleId)) };
}

function isSameChannel(
  a: Pick<AlertChannel, 'platform' | 'id'>,
  b: Pick<AlertChannel, 'platform' | 'id'>,
): boolean {
  return a.platform === b.platform && a.id === b.id;
}
