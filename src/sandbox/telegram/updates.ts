import type { Update } from 'grammy/types';
import { conflict } from './errors.ts';
import { HangUp } from './failure-plan.ts';

export type UpdateType = Exclude<keyof Update, 'update_id'>;

interface Poll {
  readonly answer: () => void;
  readonly fail: (reason: Error) => void;
}

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (reason: Error) => void;
}

export interface PollRequest {
  readonly offset: number;
  /** 1 to 100. */
  readonly limit: number;
  /** Seconds to wait for an update. */
  readonly timeout: number;
  /** Aborted when the caller hangs up. */
  readonly signal: AbortSignal;
}

/** Sent only to a bot that asks for them, see getUpdates' `allowed_updates`. */
const NOT_BY_DEFAULT = new Set<string>(['chat_member', 'message_reaction', 'message_reaction_count']);

/** The queue of a bot's updates, and the long poll that waits on it. */
export class UpdateQueue {
  readonly #pending: Update[] = [];
  readonly #again: Update[] = [];
  readonly #pollWaiters = new Set<Waiter>();
  #nextId = 100_000_000 + Math.floor(Math.random() * 100_000_000);
  #allowed: ReadonlySet<string> | undefined;
  #poll: Poll | undefined;
  #latest: Update | undefined;
  #subscriber: ((update: Update) => void) | undefined;

  /** What is to be delivered. */
  get waiting(): readonly Update[] {
    return [...this.#again, ...this.#pending];
  }

  get pendingCount(): number {
    return this.#pending.length;
  }

  /** undefined: the default set. */
  get allowed(): readonly string[] | undefined {
    return this.#allowed && [...this.#allowed];
  }

  /** An empty list means the default set; the choice stays until the next one and spares what is queued. */
  allow(types: readonly string[]): void {
    this.#allowed = types.length === 0 ? undefined : new Set(types);
  }

  push(update: Omit<Update, 'update_id'>): void {
    if (!Object.keys(update).every((type) => this.#isAllowed(type))) return;
    this.#latest = { update_id: this.#nextId, ...update };
    this.#pending.push(this.#latest);
    this.#nextId += 1;
    this.#announce(this.#latest);
  }

  /** Delivers the latest update once more, whether it was confirmed or not. */
  deliverAgain(): void {
    if (this.#latest === undefined) throw new Error('there was no update yet');
    this.#again.push(this.#latest);
    this.#announce(this.#latest);
  }

  /** Has every update that comes from now on handed to `subscriber` as well. */
  subscribe(subscriber: (update: Update) => void): void {
    this.#subscriber = subscriber;
  }

  /** Takes out one update that was delivered. */
  forget(update: Update): void {
    const list = this.#again.includes(update) ? this.#again : this.#pending;
    if (list.includes(update)) list.splice(list.indexOf(update), 1);
  }

  clear(): void {
    this.#pending.length = 0;
  }

  /** Ends a waiting poll of somebody else, confirms what `offset` confirms, and waits if nothing is left. */
  async take(request: PollRequest): Promise<Update[]> {
    this.abort('terminated by other getUpdates request; make sure that only one bot instance is running');
    this.#confirm(request.offset);
    const isEmpty = this.waiting.length === 0;
    if (isEmpty && request.timeout > 0) await this.#wait(request);
    return [...this.#again.splice(0), ...this.#pending].slice(0, request.limit);
  }

  /** Answers a waiting poll with 409. */
  abort(reason: string): void {
    this.#poll?.fail(conflict(reason));
  }

  /** Breaks off the connection of a waiting poll. */
  drop(): void {
    this.#poll?.fail(new HangUp());
  }

  /** Resolves while a poll waits. */
  waitUntilPolling(): Promise<void> {
    if (this.#poll !== undefined) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#pollWaiters.add({ resolve, reject });
    });
  }

  /** Ends the waiting poll and everybody who waits for one. */
  stop(): void {
    this.#poll?.answer();
    for (const waiter of this.#pollWaiters)
      waiter.reject(new Error('the sandbox stopped before the bot polled'));
    this.#pollWaiters.clear();
  }

  #announce(update: Update): void {
    this.#poll?.answer();
    this.#subscriber?.(update);
  }

  #wait({ timeout, signal }: PollRequest): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', answer);
        if (this.#poll === poll) this.#poll = undefined;
      };
      const answer = () => {
        end();
        resolve();
      };
      const fail = (reason: Error) => {
        end();
        reject(reason);
      };
      const timer = setTimeout(answer, timeout * 1000);
      const poll: Poll = { answer, fail };
      signal.addEventListener('abort', answer);
      if (signal.aborted) return answer();
      this.#poll = poll;
      for (const waiter of this.#pollWaiters) waiter.resolve();
      this.#pollWaiters.clear();
    });
  }

  /** A positive offset forgets all before it; a negative one all but that many of the last. */
  #confirm(offset: number): void {
    if (offset < 0) {
      this.#pending.splice(0, Math.max(0, this.#pending.length + offset));
      return;
    }
    const rest = this.#pending.findIndex((update) => update.update_id >= offset);
    this.#pending.splice(0, rest === -1 ? this.#pending.length : rest);
  }

  #isAllowed(type: string): boolean {
    return this.#allowed?.has(type) ?? !NOT_BY_DEFAULT.has(type);
  }
}
