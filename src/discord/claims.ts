import { randomUUID } from 'node:crypto';
import type { Leases } from '../storage/leases.ts';
import { unlessStoreFails } from '../storage/storage-error.ts';

/** Milliseconds for which an event counts as answered: as long as an interaction can be. */
const CLAIMED_MS = 15 * 60_000;

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
   * Whether the event is the caller's to answer. It is where the store cannot say: an answer that is given twice
   * is better than none.
   */
  async claim(kind: 'interaction' | 'message', id: string): Promise<boolean> {
    const claimant = randomUUID();
    const holder = await unlessStoreFails(this.#leases.take(`discord:${kind}:${id}`, claimant, CLAIMED_MS));
    return holder === undefined || holder === claimant;
  }
}
