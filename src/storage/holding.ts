import { setInterval } from 'node:timers';
import type { Leases } from './leases.ts';
import { unlessStoreFails } from './storage-error.ts';

/** How soon a name whose process was killed can be had by another, in milliseconds; and how often it is renewed. */
export const LEASE_MS = 3_000;
export const RENEWAL_MS = 1_000;

/**
 * Runs `task` while this process has the name, and keeps it until the task has ended; not where another has it.
 *
 * @returns what the task gives; `undefined` where another process has the name
 */
export async function whileHolding<T>(
  leases: Leases,
  name: string,
  holder: string,
  task: () => Promise<T>,
): Promise<T | undefined> {
  if ((await leases.take(name, holder, LEASE_MS)) !== holder) return undefined;
  const renewal = setInterval(() => {
    // What fails now may succeed in a second, while the name is still held.
    void unlessStoreFails(leases.take(name, holder, LEASE_MS));
  }, RENEWAL_MS);
  try {
    return await task();
  } finally {
    clearInterval(renewal);
    await unlessStoreFails(leases.release(name, holder));
  }
}
