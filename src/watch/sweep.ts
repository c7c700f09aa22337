import { bulkhead } from 'cockatiel';
import type { Owner } from '../identity.ts';
import type { Account, StoredKey } from '../keys/account.ts';
import type { Vault } from '../keys/vault.ts';
import type { Bookmark } from '../records/bookmark.ts';
import type { Stretch } from '../storage/storage.ts';
import { stretchesBetween } from './circle-of-names.ts';

/** An account that says whose it is, and so can be watched. */
export type WatchedAccount = Account & { readonly owner: Owner };

/** Reads one key. @returns for how long nothing more should be asked, in milliseconds, where the provider wants that */
export type CheckKey = (account: WatchedAccount, key: StoredKey) => Promise<number | undefined>;

/** Names of accounts whose turn has come, and the moment by which it has. */
export interface Plan {
  readonly stretches: readonly Stretch[];
  /** Milliseconds since 1970. */
  readonly until: number;
}

export interface SweepOptions {
  readonly vault: Vault;
  /** Where the sweep has come to. */
  readonly bookmark: Bookmark;
  readonly check: CheckKey;
  /** Once round all accounts, in milliseconds. */
  readonly periodMs: number;
  /** Keys that are read at the same time at most. */
  readonly concurrency: number;
  readonly now: () => number;
}

/**
 * Goes round all accounts, a stretch at each tick, and reads their keys.
 *
 * Where the provider asks for a pause, the sweep stays where it is, and makes up for the stretch afterwards.
 */
export class Sweep {
  readonly #options: SweepOptions;
  readonly #slots;
  /** From when on it goes round in a store where no sweep has been before. */
  readonly #begunAt: number;
  #pausedUntil = 0;
  #stopped = false;

  constructor(options: SweepOptions) {
    this.#options = options;
    this.#begunAt = options.now();
    this.#slots = bulkhead(options.concurrency, Number.POSITIVE_INFINITY);
  }

  /** Reads the keys whose turn has come since the last tick. Must not overlap itself. */
  async tick(): Promise<void> {
    if (this.#options.now() < this.#pausedUntil) return;
    const plan = await this.plan();
    for (const stretch of plan.stretches) {
      const pauseMs = await this.read(stretch);
      if (this.#stopped || pauseMs !== undefined) return;
    }
    await this.conclude(plan);
  }

  /** What has come due since the last plan that was concluded. @param parts into how many it is divided, about */
  async plan(parts = 1): Promise<Plan> {
    const { bookmark, periodMs } = this.#options;
    const until = this.#options.now();
    const last = (await bookmark.get()) ?? (await this.#begin());
    // A clock that was set back would otherwise have the sweep stand still until it has caught up.
    const from = Math.max(last > until ? until - periodMs : last, until - periodMs);
    const edges = Array.from({ length: parts + 1 }, (_, part) => from + ((until - from) * part) / parts);
    const stretches = edges
      .slice(1)
      .flatMap((edge, part) => stretchesBetween(edges[part] ?? from, edge, periodMs));
    return { stretches, until };
  }

  /**
   * Reads the keys of a stretch whose time has come; those that were read meanwhile are passed over.
   *
   * @returns for how long nothing more should be asked, in milliseconds, where the provider wants that; the stretch
   * is to be read again then
   */
  async read(stretch: Stretch): Promise<number | undefined> {
    const isHeldUp = () => this.#options.now() < this.#pausedUntil;
    for await (const page of this.#options.vault.pages(stretch)) {
      if (!isHeldUp()) await this.#readAll(page.filter(isWatched));
      if (this.#stopped || isHeldUp()) break;
    }
    return isHeldUp() ? this.#pausedUntil - this.#options.now() : undefined;
  }

  /** Notes that everything of a plan was read, or that somebody else sees to it. */
  async conclude({ until }: Plan): Promise<void> {
    await this.#options.bookmark.set(until);
  }

  get isStopped(): boolean {
    return this.#stopped;
  }

  /** Lets what is being read end, and begins nothing more. */
  stop(): void {
    this.#stopped = true;
  }

  /** Notes where the first round of all begins, for whoever goes on after a restart. */
  async #begin(): Promise<number> {
    await this.#options.bookmark.set(this.#begunAt);
    return this.#begunAt;
  }

  async #readAll(accounts: readonly WatchedAccount[]): Promise<void> {
    const keys = accounts.flatMap((account) => account.keys.map((key) => ({ account, key })));
    await Promise.all(keys.map(({ account, key }) => this.#slots.execute(() => this.#read(account, key))));
  }

  async #read(account: WatchedAccount, key: StoredKey): Promise<void> {
    const now = this.#options.now();
    if (this.#stopped || now < this.#pausedUntil) return;
    const pauseMs = await this.#options.check(account, key);
    if (pauseMs !== undefined) this.#pausedUntil = Math.max(this.#pausedUntil, this.#options.now() + pauseMs);
  }
}

function isWatched(account: Account): account is WatchedAccount {
  return account.owner !== undefined;
}
