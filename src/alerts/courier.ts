import { bulkhead } from 'cockatiel';
import type { Logger } from 'pino';
import type { Owner } from '../identity.ts';
import { describeError } from '../log.ts';
import type { Notice, Outbox } from './outbox.ts';

/**
 * A notice may be sent again after its outcome was lost, in a crash or on the way; never more often than twice,
 * since it may have come through each time.
 */
const MAX_SENDS = 2;

/** How long to wait after a platform could not be reached or did not answer, in milliseconds. */
const RETRY_MS = 60_000;

/** A warning that could not be brought in this time is old news, in milliseconds. */
const LIFETIME_MS = 7 * 24 * 60 * 60_000;

const CONCURRENCY = 8;

/** What became of an attempt to deliver a notice. */
export type NoticeOutcome =
  | 'delivered'
  /** There is nothing to say any more. Surely not sent. */
  | 'pointless'
  /** The person, or the channel, takes no messages from the bot. Surely not sent. */
  | 'blocked'
  /** There is no such person or channel. Surely not sent. */
  | 'gone'
  /** Surely not sent, and worth another try. */
  | 'throttled'
  | 'unreachable'
  /** Perhaps sent. */
  | 'unknown';

/** An attempt as it is counted. */
export type NoticeAttempt =
  | NoticeOutcome
  /** Not tried any more. */
  | 'given-up'
  /** Something failed that nobody expects, or the store. */
  | 'failed';

export interface CourierOptions {
  readonly outbox: Outbox;
  /** Puts a notice into words and sends it, once. Rejects only with what nobody expects. */
  readonly send: (owner: Owner, notice: Notice) => Promise<NoticeOutcome>;
  /** Whether the person takes messages from the bot, as far as is known. */
  readonly isReachable: (to: Notice['to']) => Promise<boolean>;
  /** Notes that the person does not, until they write. */
  readonly onBlocked: (to: Notice['to']) => Promise<void>;
  /** Does a task about a notice unless another process is at one; `undefined` where it is. */
  readonly unlessInHand: <T>(id: string, task: () => Promise<T>) => Promise<T | undefined>;
  /** Hears of each attempt. */
  readonly onAttempt?: ((attempt: NoticeAttempt) => void) | undefined;
  readonly now: () => number;
  readonly log: Logger;
}

/**
 * Brings notices to where they go: at least once, also over a crash, and never more than twice.
 *
 * Each sending is counted in the store before it begins, and taken back where the platform surely has not sent it.
 */
export class Courier {
  readonly #options: CourierOptions;
  readonly #slots = bulkhead(CONCURRENCY, Number.POSITIVE_INFINITY);

  constructor(options: CourierOptions) {
    this.#options = options;
  }

  /** Sends what is due. Must not overlap itself. */
  async deliverDue(): Promise<void> {
    const now = this.#options.now();
    for await (const page of this.#options.outbox.pages()) {
      const due = page.flatMap(({ owner, notices }) =>
        notices.filter(({ dueAt }) => dueAt <= now).map((notice) => ({ owner, notice })),
      );
      await Promise.all(
        due.map(({ owner, notice }) => this.#slots.execute(() => this.#deliver(owner, notice))),
      );
    }
  }

  /** One notice that fails must not keep the others waiting. */
  async #deliver(owner: Owner, notice: Notice): Promise<void> {
    try {
      const outcome = await this.#options.unlessInHand(notice.id, () => this.#sendIfDue(owner, notice.id));
      if (outcome !== undefined) this.#options.log.info({ about: aboutOf(notice), outcome }, 'notice');
    } catch (error) {
      this.#options.onAttempt?.('failed');
      this.#options.log.error(
        { about: aboutOf(notice), error: describeError(error) },
        'a notice was not delivered',
      );
    }
  }

  /** As it is by now: another process may have had the notice in hand since it was read. */
  async #sendIfDue(owner: Owner, id: string): Promise<string | undefined> {
    const notice = (await this.#options.outbox.of(owner)).find((each) => each.id === id);
    if (notice === undefined || notice.dueAt > this.#options.now()) return undefined;
    return this.#send(owner, notice);
  }

  async #send(owner: Owner, notice: Notice): Promise<string | undefined> {
    const { outbox, send, isReachable, onAttempt, now } = this.#options;
    const { id, to } = notice;
    const drop = () => outbox.change(owner, id, () => undefined);
    if (notice.sends >= MAX_SENDS || now() - notice.madeAt > LIFETIME_MS) {
      await drop();
      onAttempt?.('given-up');
      return notice.sends >= MAX_SENDS ? 'given up: sent twice, perhaps in vain' : 'given up: too old';
    }
    if (!(await isReachable(to))) return undefined;
    const counted = await outbox.change(owner, id, (each) =>
      each.sends === notice.sends ? { ...each, sends: each.sends + 1 } : each,
    );
    // Somebody else has sent it since it was read.
    if (counted?.sends !== notice.sends) return undefined;
    const outcome = await send(owner, counted);
    await this.#settle(owner, counted, outcome);
    onAttempt?.(outcome);
    return outcome;
  }

  async #settle(owner: Owner, { id, to }: Notice, outcome: NoticeOutcome): Promise<void> {
    const { outbox, onBlocked, now } = this.#options;
    switch (outcome) {
      case 'delivered':
      case 'pointless':
      case 'gone':
        await outbox.change(owner, id, () => undefined);
        break;
      case 'blocked':
        await onBlocked(to);
        // A person may come back, and is then told; a channel that was closed to the bot has others to tell.
        await outbox.change(owner, id, (each) => (to.kind === 'person' ? uncounted(each) : undefined));
        break;
      case 'throttled':
      case 'unreachable':
        await outbox.change(owner, id, (each) => ({ ...uncounted(each), dueAt: now() + RETRY_MS }));
        break;
      case 'unknown':
        await outbox.change(owner, id, (each) => ({ ...each, dueAt: now() + RETRY_MS }));
    }
  }
}

/** Takes back the sending that was counted for it; another's stays. */
function uncounted(notice: Notice): Notice {
  return { ...notice, sends: notice.sends - 1 };
}

function aboutOf({ reasons }: Notice): string {
  return reasons.map(({ about }) => about).join(', ');
}
