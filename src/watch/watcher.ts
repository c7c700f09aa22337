import { type Alarm, alarmOf, type Subject, stoppedAlarm } from '../alerts/alarm.ts';
import type { AlertBook } from '../alerts/alert-book.ts';
import { type Book, isEmpty } from '../alerts/book.ts';
import { isUrgent, type Reading } from '../alerts/crossing.ts';
import { type Notice, type Outbox, withNotice, withReasons } from '../alerts/outbox.ts';
import { isFor } from '../alerts/rule.ts';
import type { DatedBalance, Failure } from '../balance/outcome.ts';
import type { BalanceService, KeyBalance } from '../balance/service.ts';
import type { History } from '../history/history.ts';
import { topUps } from '../history/spending.ts';
import { kindOfStep } from '../history/steps.ts';
import { type Identity, isIdentity, type Owner } from '../identity.ts';
import type { StoredKey } from '../keys/account.ts';
import type { Vault } from '../keys/vault.ts';
import type { Records } from '../records/records.ts';
import { daysLeft, outlookOf } from '../usage/outlook.ts';
import { isDue } from './cadence.ts';
import type { KeyState, KeyStates } from './key-states.ts';
import type { WatchedAccount } from './sweep.ts';

/** How long the sweep rests when the provider wants fewer questions and does not say for how long. */
const DEFAULT_PAUSE_MS = 60_000;

/** How long it rests while the provider is down and calls are paused. */
const OUTAGE_PAUSE_MS = 30_000;

export interface WatcherOptions {
  readonly records: Records;
  readonly vault: Vault;
  readonly balances: BalanceService;
  readonly history: History;
  readonly states: KeyStates;
  readonly books: AlertBook;
  readonly outbox: Outbox;
  /** When a person may be told: at once, or when their quiet hours are over. */
  readonly tellAt: (user: Identity, isUrgent: boolean) => Promise<number>;
  readonly periodMs: number;
  readonly now: () => number;
}

/** Reads a key when it is due, and sees to it that whoever wants to be warned is. */
export class Watcher {
  readonly #options: WatcherOptions;

  constructor(options: WatcherOptions) {
    this.#options = options;
  }

  /** @returns for how long nothing more should be asked, in milliseconds, where the provider wants that */
  async check(account: WatchedAccount, key: StoredKey): Promise<number | undefined> {
    const { states, books, history, balances, periodMs } = this.#options;
    const { owner } = account;
    const [state, book, last] = await Promise.all([
      states.of(owner, key),
      books.of(owner),
      history.last(owner, key),
    ]);
    if (isStopped(state, last)) return undefined;
    const isGuarded = book.rules.some((rule) => isFor(rule, key)) || book.channels.length > 0;
    const due = isDue({ state, readAt: last?.readAt, isGuarded }, this.#options.now(), periodMs);
    const unseen = last !== undefined && last.readAt > (state?.checkedAt ?? 0);
    if (!due && !unseen) return undefined;
    const outcome: KeyBalance =
      due || last === undefined ? await balances.balanceOf(owner, key) : { kind: 'ok', key, ...last };
    switch (outcome.kind) {
      case 'ok': {
        const isSame = due && last !== undefined && kindOfStep(last, outcome) === 'unchanged';
        const unchanged = isSame ? (state?.unchanged ?? 0) + 1 : 0;
        await this.#noteBalance(account, key, outcome, { state, unchanged, isGuarded });
        return undefined;
      }
      case 'unauthorized':
        await this.#noteRefusal(account, key);
        return undefined;
      case 'failed':
        return pauseAfter(outcome.failure);
    }
  }

  async #noteBalance(
    account: WatchedAccount,
    key: StoredKey,
    { balance, readAt }: DatedBalance,
    { state, unchanged, isGuarded }: { state: KeyState | undefined; unchanged: number; isGuarded: boolean },
  ): Promise<void> {
    const now = this.#options.now();
    const series = await this.#options.history.of(account.owner, key);
    const reading: Reading = {
      balance,
      toppedUp: topUps(series, state?.checkedAt ?? 0, now).length > 0,
      // Nobody is to be warned of it otherwise, and to reckon ahead takes a while.
      daysLeft: isGuarded ? daysLeft(outlookOf(series, now), now) : undefined,
    };
    await this.#note(
      account,
      key,
      { keyId: key.id, checkedAt: readAt, unchanged },
      isUrgent(reading),
      (subject, book) => alarmOf(subject, book, reading, now),
    );
  }

  async #noteRefusal(account: WatchedAccount, key: StoredKey): Promise<void> {
    const now = this.#options.now();
    await this.#note(
      account,
      key,
      { keyId: key.id, checkedAt: now, unchanged: 0, refusedAt: now },
      true,
      (subject, book) => stoppedAlarm(subject, book, now),
    );
  }

  /** Stores what was seen together with what is to be said of it, so that no crash comes between the two. */
  async #note(
    { owner, identities }: WatchedAccount,
    key: StoredKey,
    state: KeyState,
    urgent: boolean,
    alarm: (subject: Subject, book: Book) => Alarm,
  ): Promise<void> {
    const { records, vault, states, books, outbox } = this.#options;
    await records.exclusively(owner, async () => {
      const found = await vault.find(owner);
      // It may have been removed or replaced while it was looked up.
      if (found.kind !== 'found' || !found.value.keys.some(({ id }) => id === key.id)) return;
      const before = await books.of(owner);
      const subject = { owner, key, chats: chatsOf(owner, identities, key) };
      const { book, notices, overRuleIds } = alarm(subject, before);
      const waiting = await outbox.of(owner);
      const kept = waiting
        .flatMap((notice) =>
          notice.keyId === key.id
            ? (withReasons(notice, ({ ruleId }) => !overRuleIds.has(ruleId)) ?? [])
            : notice,
        )
        .map((notice) =>
          urgent && notice.keyId === key.id ? hastened(notice, this.#options.now()) : notice,
        );
      const isChanged = kept.length < waiting.length || kept.some((each, index) => each !== waiting[index]);
      const added = await Promise.all(notices.map((notice) => this.#timed(notice, urgent)));
      await records.storage.commit([
        states.sealed(owner, key, state),
        ...(isEmpty(before) && isEmpty(book) ? [] : [books.sealed(owner, book)]),
        ...(added.length > 0 || isChanged ? [outbox.sealed(owner, added.reduce(withNotice, kept))] : []),
      ]);
    });
  }

  async #timed(notice: Notice, urgent: boolean): Promise<Notice> {
    if (notice.to.kind === 'channel') return notice;
    return { ...notice, dueAt: await this.#options.tellAt(notice.to.user, urgent) };
  }
}

/** What waits for the morning may not wait any longer when its key is nearly used up meanwhile. */
function hastened(notice: Notice, now: number): Notice {
  return notice.dueAt > now ? { ...notice, dueAt: now } : notice;
}

/** A key that was refused is not asked for again before it has worked for its owner. */
function isStopped(state: KeyState | undefined, last: DatedBalance | undefined): boolean {
  return state?.refusedAt !== undefined && (last === undefined || last.readAt <= state.refusedAt);
}

function chatsOf(
  owner: Owner,
  identities: readonly Identity[] | undefined,
  { addedIn }: StoredKey,
): readonly Identity[] {
  const all = identities ?? (isIdentity(owner) ? [owner] : []);
  return addedIn !== undefined && all.includes(addedIn) ? [addedIn] : all.slice(0, 1);
}

function pauseAfter(failure: Failure): number | undefined {
  switch (failure.kind) {
    case 'rate-limited':
      return failure.retryAfterSeconds === undefined ? DEFAULT_PAUSE_MS : failure.retryAfterSeconds * 1000;
    case 'unavailable':
      return failure.reason === 'circuit-open' ? OUTAGE_PAUSE_MS : undefined;
    case 'busy':
      return undefined;
  }
}
