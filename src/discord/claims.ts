import { randomUUID } from 'node:crypto';
import { inTime } from '../storage/in-time.ts';
import type { Leases } from '../storage/leases.ts';
import { unlessStoreFails } from '../storage/storage-error.ts';

/** Milliseconds for which an event counts as answered: as long as an interaction can be. */
const CLAIMED_MS = 15 * 60_000;

/** How long the store may take, in milliseconds, of the 3 seconds that Discord waits for the first answer. */
const CLAIM_MS = 1_000;

/**
 * Sees to it that an event which comes more than once is answered once: again after a session was resumed, or to
 * two processes with the same shard.
 */
export class Claims {
  readonly #leases: Leases;

  constructor(leases: Leases) {
    this.#leases = leases;
  }

  /**
   * Whether the event is the caller's to answer. It is where the store does not say in time: an answer that is given
   * twice is better than none.
   */
  async claim(kind: 'interaction' | 'message', id: string): Promise<boolean> {
    const claimant = randomUUID();
    const taken = this.#leases.take(`discord:${kind}:${id}`, claimant, CLAIMED_MS);
    const holder = await unlessStoreFails(inTime(CLAIM_MS, taken));
    return holder === undefined || holder === claimant;
  }
}
