import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { atMost } from '../at-most.ts';
import type { Identity } from '../identity.ts';
import type { Rate, Store } from '../storage/store.ts';
import type { UserHash } from '../user-hash.ts';

/** What people can have too much of. */
export type Budget =
  /** Anything that reaches the bot. */
  | 'messages'
  /** Questions for a balance. */
  | 'look-ups'
  /** Keys sent to be registered: somebody may be guessing keys through the bot. */
  | 'registrations'
  /** Codes typed to link a chat: somebody may be guessing them. */
  | 'link-codes';

/** How much of it one person gets; 0 points set no limit. */
export type Allowance = Rate;

/**
 * How many codes a person may type. With 32^8 codes, of which few can be used at any time, that is enough, and
 * no bound over all people is needed: a million guessers would need years for one of a thousand codes.
 */
export const LINK_CODE_TRIES: Allowance = { points: 5, seconds: 3600 };

/** How long the store may take to say what somebody may ask for, in milliseconds: all that time nothing is answered. */
const PATIENCE_MS = 500;

/** Counts what people take of a budget. */
interface Counter {
  readonly points: number;
  /**
   * Rejects with a `RateLimiterRes` where it is too much.
   *
   * @param until when the store has to have said it, by `performance.now()`
   */
  take(hash: string, until: number): Promise<unknown>;
}

export type Allowances = Readonly<Record<Budget, Allowance>>;

export type Admission =
  | { readonly kind: 'admitted' }
  /** The first event over a limit: the person is told once. */
  | { readonly kind: 'notice'; readonly budget: Budget; readonly waitSeconds: number }
  /** Every later one, so that nobody makes the bot write or work by flooding it. */
  | { readonly kind: 'silence'; readonly budget: Budget };

/** How much each person may ask of the bot, counted in fixed windows that begin with the first event. */
export class Limits {
  readonly #counters: ReadonlyMap<Budget, Counter>;
  readonly #hash: UserHash;

  /** @param hash what the store may know of a person */
  constructor(allowances: Allowances, store: Pick<Store, 'limiter'>, hash: UserHash) {
    this.#hash = hash;
    this.#counters = new Map(
      (Object.keys(allowances) as Budget[])
        .filter((budget) => allowances[budget].points > 0)
        .map((budget) => [budget, counterOf(budget, allowances[budget], store)]),
    );
  }

  /** Takes one of each budget, until one is used up. */
  async admit(user: Identity, budgets: readonly Budget[]): Promise<Admission> {
    const hash = this.#hash(user);
    const until = performance.now() + PATIENCE_MS;
    for (const budget of budgets) {
      const counter = this.#counters.get(budget);
      if (counter === undefined) continue;
      try {
        await counter.take(hash, until);
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        return heldBack(budget, counter, refusal);
      }
    }
    return { kind: 'admitted' };
  }
}

function heldBack(budget: Budget, { points }: Counter, refusal: RateLimiterRes): Admission {
  const isFirst = refusal.consumedPoints === points + 1;
  return isFirst
    ? { kind: 'notice', budget, waitSeconds: Math.ceil(refusal.msBeforeNext / 1000) }
    : { kind: 'silence', budget };
}

function counterOf(budget: Budget, rate: Allowance, store: Pick<Store, 'limiter'>): Counter {
  const { points, seconds: duration } = rate;
  const shared = store.limiter(budget, rate);
  // It is never late.
  if (shared instanceof RateLimiterMemory) return { points, take: (hash) => shared.consume(hash) };
  const own = new RateLimiterMemory({ points, duration });
  return {
    points,
    async take(hash, until) {
      const patience = Math.max(0, until - performance.now());
      const counted = await atMost(patience, shared.consume(hash), undefined);
      if (counted === undefined) await own.consume(hash);
    },
  };
}
