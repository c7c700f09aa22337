import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';
import type { Identity } from '../identity.ts';
import type { Rate, Store } from '../storage/store.ts';

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

export type Allowances = Readonly<Record<Budget, Allowance>>;

export type Admission =
  | { readonly kind: 'admitted' }
  /** The first event over a limit: the person is told once. */
  | { readonly kind: 'notice'; readonly budget: Budget; readonly waitSeconds: number }
  /** Every later one, so that nobody makes the bot write or work by flooding it. */
  | { readonly kind: 'silence'; readonly budget: Budget };

/** How much each person may ask of the bot, counted in fixed windows that begin with the first event. */
export class Limits {
  readonly #limiters: ReadonlyMap<Budget, RateLimiterAbstract>;
  readonly #hash: (user: Identity) => string;

  /** @param hash what the store may know of a person */
  constructor(allowances: Allowances, store: Pick<Store, 'limiter'>, hash: (user: Identity) => string) {
    this.#hash = hash;
    this.#limiters = new Map(
      (Object.keys(allowances) as Budget[])
        .filter((budget) => allowances[budget].points > 0)
        .map((budget) => [budget, store.limiter(budget, allowances[budget])]),
    );
  }

  /** Takes one of each budget, until one is used up. */
  async admit(user: Identity, budgets: readonly Budget[]): Promise<Admission> {
    const hash = this.#hash(user);
    for (const budget of budgets) {
      const admission = await this.#take(hash, budget);
      if (admission.kind !== 'admitted') return admission;
    }
    return { kind: 'admitted' };
  }

  async #take(hash: string, budget: Budget): Promise<Admission> {
    const limiter = this.#limiters.get(budget);
    try {
      await limiter?.consume(hash);
      return { kind: 'admitted' };
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes) || limiter === undefined) throw refusal;
      const isFirst = refusal.consumedPoints === limiter.points + 1;
      return isFirst
        ? { kind: 'notice', budget, waitSeconds: Math.ceil(refusal.msBeforeNext / 1000) }
        : { kind: 'silence', budget };
    }
  }
}
