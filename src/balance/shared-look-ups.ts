import { hash, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Secret } from '../secret.ts';
import type { LookUp } from './outcome.ts';
import type { BalanceProvider } from './provider.ts';

const MAX_ANSWERS_KEPT = 10_000;

/** An answer of the provider and when it was asked for. */
export interface TimedLookUp {
  readonly lookUp: LookUp;
  /** Milliseconds since 1970. */
  readonly readAt: number;
}

/**
 * Spares the provider questions that were just asked: look-ups of one key at the same time share one call,
 * and a balance is reused while it is fresh. Failures are not reused.
 *
 * Keys are told apart by a digest under a salt of this process, so no key is held here.
 */
export class SharedLookUps {
  readonly #provider: BalanceProvider;
  readonly #freshMs: number;
  readonly #now: () => number;
  readonly #salt = randomBytes(32).toString('base64');
  readonly #underWay = new Map<string, Promise<TimedLookUp>>();
  readonly #fresh: LRUCache<string, TimedLookUp>;

  /** @param freshMs how long a balance is reused, in milliseconds; 0 asks every time */
  constructor(provider: BalanceProvider, freshMs: number, now: () => number) {
    this.#provider = provider;
    this.#freshMs = freshMs;
    this.#now = now;
    // Freshness is checked against `readAt`; the time to live only keeps no balance in memory for longer.
    const ttl = Math.max(Math.ceil(freshMs), 1);
    this.#fresh = new LRUCache({ max: MAX_ANSWERS_KEPT, ttl, ttlAutopurge: true });
  }

  lookUp(key: Secret): Promise<TimedLookUp> {
    const digest = hash('sha256', this.#salt + key.reveal(), 'base64');
    const kept = this.#fresh.get(digest);
    if (kept !== undefined && this.#now() - kept.readAt < this.#freshMs) return Promise.resolve(kept);
    const shared = this.#underWay.get(digest);
    if (shared !== undefined) return shared;
    const asked = this.#ask(key, digest).finally(() => this.#underWay.delete(digest));
    this.#underWay.set(digest, asked);
    return asked;
  }

  async #ask(key: Secret, digest: string): Promise<TimedLookUp> {
    const lookUp = await this.#provider.lookUp(key);
    const timed: TimedLookUp = { lookUp, readAt: this.#now() };
    if (lookUp.kind !== 'ok') this.#fresh.delete(digest);
    else if (this.#freshMs > 0) this.#fresh.set(digest, timed);
    return timed;
  }
}
