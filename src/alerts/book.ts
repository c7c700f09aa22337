import { z } from 'zod';
import type { Identity } from '../identity.ts';
import { identitySchema } from '../identity-schema.ts';
import { keyId } from '../keys/account.ts';
import { moment, type RecordFormat } from '../records/sealed-records.ts';
import { rule } from './rule.ts';

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

/** That of an account which has none. */
export const EMPTY: Book = { rules: [], channels: [], firings: [] };

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
export function withoutOrphans(book: Book): Book {
  const ids = new Set([STOPPED, ...book.rules.map(({ id }) => id)]);
  return { ...book, firings: book.firings.filter(({ ruleId }) => ids.has(ruleId)) };
}
