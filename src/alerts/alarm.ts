import type { Identity, Owner } from '../identity.ts';
import type { StoredKey } from '../keys/account.ts';
import { newId } from '../keys/offers.ts';
import { type AlertChannel, type Book, STOPPED, type StoredFiring } from './alert-book.ts';
import { applyRule, type Firing, type Reading } from './crossing.ts';
import type { Notice } from './outbox.ts';
import { isFor, type Rule } from './rule.ts';

/** A key on which rules are applied. */
export interface Subject {
  readonly owner: Owner;
  readonly key: StoredKey;
  /** The chats that hear of what nobody set a rule for. */
  readonly chats: readonly Identity[];
}

type Channel = Extract<Notice['to'], { kind: 'channel' }>;

/** A book after a reading, what is to be said of it, and the rules of which nothing is to be said any more. */
export interface Alarm {
  readonly book: Book;
  readonly notices: readonly Notice[];
  readonly overRuleIds: ReadonlySet<string>;
}

/** Applies all rules to a key that has a balance. */
export function alarmOf({ key }: Subject, book: Book, reading: Reading, now: number): Alarm {
  const snoozedUntil = endOfSnooze(book, key);
  const applied = book.rules
    .filter((rule) => isFor(rule, key))
    .map((rule) => {
      const before = firingOf(book, rule.id, key);
      const after = applyRule(rule, reading, before, now);
      return { rule, before, ...(snoozedUntil > now ? silenced(after, snoozedUntil) : after) };
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
  if (firingOf(book, STOPPED, key) !== undefined) return { book, notices: [], overRuleIds: new Set() };
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

/**
 * Whether a notice on its way has nothing to say any more: its rule or its channel is gone, its person wants to
 * hear nothing for now, or what it warns of is over by what was seen since it was made.
 *
 * @param seen what is known of its key by now; `undefined` where that is nothing
 */
export function isPointless(
  { ruleId, to }: Notice,
  key: StoredKey,
  book: Book,
  seen: (Reading & { readonly readAt: number }) | undefined,
  now: number,
): boolean {
  const firing = firingOf(book, ruleId, key);
  if (firing === undefined) return true;
  if (to.kind === 'channel' ? !isAnnounced(book, key, to) : (firing.snoozedUntil ?? 0) > now) return true;
  if (ruleId === STOPPED) return seen !== undefined && seen.readAt > firing.at;
  const rule = book.rules.find(({ id }) => id === ruleId);
  if (rule === undefined) return true;
  return seen !== undefined && applyRule(rule, seen, firing, now).firing === undefined;
}

function firingOf({ firings }: Book, ruleId: string, { id }: StoredKey): StoredFiring | undefined {
  return firings.find((each) => each.ruleId === ruleId && each.keyId === id);
}

/** Who wants to hear nothing more about a key does not want to hear of another rule of it, either. */
function endOfSnooze({ firings }: Book, { id }: StoredKey): number {
  return Math.max(0, ...firings.map(({ keyId, snoozedUntil }) => (keyId === id ? (snoozedUntil ?? 0) : 0)));
}

/** Puts a warning off to the end of the snooze. */
function silenced(
  { firing, warns }: ReturnType<typeof applyRule>,
  snoozedUntil: number,
): { readonly firing: Firing | undefined; readonly warns: boolean } {
  return { firing: warns && firing ? { ...firing, snoozedUntil } : firing, warns: false };
}

function isAnnounced({ channels }: Book, { id: keyId }: StoredKey, to: Channel): boolean {
  return channels.some((each) => each.keyId === keyId && each.platform === to.platform && each.id === to.id);
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
