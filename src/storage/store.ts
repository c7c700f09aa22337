import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import type { Leases } from './leases.ts';
import type { Storage } from './storage.ts';

/** How much of something may be had in a span of time. */
export interface Rate {
  readonly points: number;
  readonly seconds: number;
}

/** All that processes on the same store share. */
export interface Store extends Storage {
  readonly leases: Leases;
  /** Counts by key. @param name of what is counted; keys of one name do not count for another */
  limiter(name: string, rate: Rate): RateLimiterAbstract;
}
