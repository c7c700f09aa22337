import type { Identity, Owner } from '../identity.ts';
import type { StoredKey } from '../keys/account.ts';
import { newId } from '../keys/offers.ts';
import { type AlertChannel, type Book, STOPPED, type StoredFiring } from './alert-book.ts';
import { applyRule, type Reading } from './crossing.ts';
import type { Notice } from './outbox.ts';
import { isFor, type Rule } from './rule.ts';

/** A key on which rules are applied. */
export interface Subject {
  readonly owner: Owner;
  readonly key: StoredKey;
  /** The chats that hear of what nobody set a rule for. */
  readonly chats: readonly Identity[];
}

/** A book after a reading, what is to be said of it, and the rules of which nothing is to be said any more. */
export interface Alarm {
  readonly book: Book;
  readonly notices: readonly Notice[];
  readonly overRuleIds: ReadonlySet<string>;
}

/** Applies all rules to a key that has a balance. */
export function alarmOf({ key }: Subject, book: Book, reading: Reading, now: number): Alarm {
  const applied = book.rules
    .filter((rule) => isFor(rule, key))
    .map((rule) => {
      const before = book.firings.find((each) => each.ruleId === rule.id && each.keyId === key.id);
      return { rule, before, ...applyRule(rule, reading, before, now) };
    });
  const firings = applied.flatMap(({ rule, firing }): StoredFiring[] =>
    firing === undefined ? [] : [{ ...firing, ruleId: rule.id, keyId: key.id }],
  );
  const warning = applied.filter(({ warns }) => warns).map(({ rule }) => rule);
  const over = applied.filter(({ before, firing }) => before !== undefined && firing === undefined);
  return {
    book: { ...book, firings: [...firingsOfOthers(book, key), ...firings] },
    notices: [
      ...warning.map((rule) => noticeOf(rule, key, { kind: 'person', user: rule.chat }, now)),
      ...channelsOf(book, key).flatMap((to) =>
        differing(warning).map((rule) => noticeOf(rule, key, to, now)),
      ),
    ],
    // That a key works again is told by its balance.
    overRuleIds: new Set([STOPPED, ...over.map(({ rule }) => rule.id)]),
  };
}

/** What is said when the provider has refused a key: once. */
export function stoppedAlarm({ key, chats }: Subject, book: Book, now: number): Alarm {
  const wasSaid = book.firings.some(({ ruleId, keyId }) => ruleId === STOPPED && keyId === key.id);
  if (wasSaid) return { book, notices: [], overRuleIds: new Set() };
  const rule = { id: STOPPED, kind: STOPPED } as const;
  const guarding = book.rules.filter((each) => isFor(each, key)).map(({ chat }) => chat);
  const people = [...new Set([...chats, ...guarding])];
  return {
    book: {
      ...book,
      firings: [...book.firings, { ruleId: STOPPED, keyId: key.id, at: now, toppedUp: false }],
    },
    notices: [
      ...people.map((user) => noticeOf(rule, key, { kind: 'person', user }, now)),
      ...channelsOf(book, key).map((to) => noticeOf(rule, key, to, now)),
    ],
    // Nobody minds how low a key is that does not work.
    overRuleIds: new Set(book.rules.map(({ id }) => id)),
  };
}

function firingsOfOthers({ firings }: Book, { id }: StoredKey): readonly StoredFiring[] {
  return firings.filter(({ keyId }) => keyId !== id);
}

function channelsOf({ channels }: Book, { id }: StoredKey): Notice['to'][] {
  return channels
    .filter(({ keyId }) => keyId === id)
    .map(({ keyId, ...channel }: AlertChannel) => ({ kind: 'channel', ...channel }));
}

/** Several chats may have set the same rule; a channel hears of it once. */
function differing(rules: readonly Rule[]): readonly Rule[] {
  return rules.filter(
    (rule, index) =>
      rules.findIndex(({ kind, threshold }) => kind === rule.kind && threshold === rule.threshold) === index,
  );
}

function noticeOf(
  rule: Rule | { readonly id: typeof STOPPED; readonly kind: typeof STOPPED },
  { id: keyId }: StoredKey,
  to: Notice['to'],
  now: number,
): Notice {
  return {
    id: newId(),
    ruleId: rule.id,
    about: rule.kind,
    ...('threshold' in rule && { threshold: rule.threshold }),
    keyId,
    to,
    madeAt: now,
    dueAt: now,
    sends: 0,
  };
}
