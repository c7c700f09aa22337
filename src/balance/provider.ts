import type { Secret } from '../secret.ts';
import type { LookUp } from './outcome.ts';

/** Where balances come from. The service needs no more than this of a billing API. */
export interface BalanceProvider {
  /** Asks once. Every expected outcome is a value; an exception is a bug. */
  lookUp(key: Secret): Promise<LookUp>;
  /** Gives the connections back. Look-ups under way end first. */
  close(): Promise<void>;
}
