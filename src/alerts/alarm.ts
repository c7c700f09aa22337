import type { Identity, Owner } from '../identity.ts';
import type { StoredKey } from '../keys/account.ts';
import { newId } from '../keys/offers.ts';
import { type AlertChannel, type Book, STOPPED, type StoredFiring } from './book.ts';
import { applyRule, type Firing, type Reading } from './crossing.ts';
import { type Notice, type Reason, withReasons } from './outbox.ts';
import { isFor, type Rule } from './rule.ts';
import type { Seen } from './seen.ts';

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
      ...chatsOf(warning).map((user) => {
        const reasons = warning.filter(({ chat }) => chat === user).map(reasonOf);
        return noticeOf(reasons, key, { kind: 'person', user }, now);
      }),
      ...(warning.length === 0 ? [] : channelsOf(book, key)).map((to) =>
        noticeOf(differing(warning).map(reasonOf), key, to, now),
      ),
    ],
    // That a key works again is told by its balance.
    overRuleIds: new Set([STOPPED, ...over.map(({ rule }) => rule.id)]),
  };
}

/** What is said when the provider has refused a key: once. */
export function stoppedAlarm({ key, chats }: Subject, book: Book, now: number): Alarm {
  if (firingOf(book, STOPPED, key) !== undefined) return { book, notices: [], overRuleIds: new Set() };
  const reasons: Reason[] = [{ ruleId: STOPPED, about: STOPPED }];
  const guarding = chatsOf(book.rules.filter((each) => isFor(each, key)));
  const people = [...new Set([...chats, ...guarding])];
  return {
    book: {
      ...book,
      firings: [...book.firings, { ruleId: STOPPED, keyId: key.id, at: now, toppedUp: false }],
    },
    notices: [
      ...people.map((user) => noticeOf(reasons, key, { kind: 'person', user }, now)),
      ...channelsOf(book, key).map((to) => noticeOf(reasons, key, to, now)),
    ],
    // Nobody minds how low a key is that does not work.
    overRuleIds: new Set(book.rules.map(({ id }) => id)),
  };
}

/**
 * A notice on its way with what it still has to say; `undefined` where that is nothing: its rules or its channel
 * are gone, its person has snoozed it since, or what it warns of is over by what was seen meanwhile.
 */
export function upToDate(
  notice: Notice,
  key: StoredKey,
  book: Book,
  seen: Seen | undefined,
  now: number,
): Notice | undefined {
  const { to } = notice;
  if (to.kind === 'channel' && !isAnnounced(book, key, to)) return undefined;
  return withReasons(notice, ({ ruleId }) => {
    const firing = firingOf(book, ruleId, key);
    if (firing === undefined) return false;
    // When the snooze is over, the next reading has a notice of its own made.
    if (to.kind === 'person' && firing.snoozedUntil !== undefined) return false;
    return lasts(firing, book, seen, now);
  });
}

/** Whether what was warned of is not over yet, by what was seen meanwhile. */
export function lasts(firing: StoredFiring, book: Book, seen: Seen | undefined, now: number): boolean {
  if (firing.ruleId === STOPPED) return seen === undefined || seen.readAt <= firing.at;
  const rule = book.rules.find(({ id }) => id === firing.ruleId);
  if (rule === undefined) return false;
  return seen === undefined || applyRule(rule, seen, firing, now).firing !== undefined;
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

function chatsOf(rules: readonly Rule[]): readonly Identity[] {
  return [...new Set(rules.map(({ chat }) => chat))];
}

function reasonOf({ id, kind, threshold }: Rule): Reason {
  return { ruleId: id, about: kind, threshold };
}

function noticeOf(
  reasons: readonly Reason[],
  { id: keyId }: StoredKey,
  to: Notice['to'],
  now: number,
): Notice {
  return { id: newId(), keyId, reasons: [...reasons], to, madeAt: now, dueAt: now, sends: 0 };
}
