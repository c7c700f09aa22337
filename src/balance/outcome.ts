import type { Decimal } from './decimal.ts';

/** One quantity of an account, as the provider states it. */
export interface Figure {
  readonly remaining: Decimal;
  readonly total: Decimal;
}

/** What an API key has left. Points and money are two statements of the provider; neither follows from the other. */
export interface Balance {
  readonly points: Figure;
  readonly amount: Figure;
}

/** A balance as it was at some moment. */
export interface DatedBalance {
  readonly balance: Balance;
  /** Milliseconds since 1970. */
  readonly readAt: number;
}

/** Why no balance could be had although the key may be fine. Each is told apart in the log. */
export type Unavailability =
  | 'connect-timeout'
  | 'headers-timeout'
  | 'body-timeout'
  | 'deadline'
  | 'refused'
  | 'dns'
  | 'tls'
  | 'connection-lost'
  | 'proxy'
  | 'redirect'
  | 'http-status'
  | 'api-code'
  | 'too-large'
  | 'not-utf8'
  | 'html'
  | 'truncated'
  | 'not-json'
  | 'wrong-shape'
  /** Not asked: the provider has been failing, and calls are paused. */
  | 'circuit-open';

/** The provider answered nothing usable. */
export interface Unavailable {
  readonly kind: 'unavailable';
  readonly reason: Unavailability;
  /** What the operator may want to know besides, such as a status code. Never the key, never a body. */
  readonly detail?: string;
}

/** The provider asks for fewer questions. */
export interface RateLimited {
  readonly kind: 'rate-limited';
  /** Seconds to wait, where the provider said so. */
  readonly retryAfterSeconds?: number;
}

/** Too many questions at once on this side; the provider was not asked. */
export interface Busy {
  readonly kind: 'busy';
}

/** Why there is no balance although the key may be fine. */
export type Failure = Unavailable | RateLimited | Busy;

/** What came of a look-up, in a word: one of few. */
export function outcomeOf(lookUp: LookUp): string {
  return lookUp.kind === 'unavailable' ? lookUp.reason : lookUp.kind;
}

/** The answer of a provider to "what has this key left?". */
export type LookUp =
  | { readonly kind: 'ok'; readonly balance: Balance }
  | { readonly kind: 'unauthorized' }
  | Failure;
