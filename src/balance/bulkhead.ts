import { AsyncResource } from 'node:async_hooks';
import { BulkheadRejectedError, bulkhead } from 'cockatiel';
import type { Secret } from '../secret.ts';
import type { LookUp } from './outcome.ts';
import type { BalanceProvider } from './provider.ts';

const BUSY: LookUp = { kind: 'busy' };

export interface BulkheadOptions {
  /** Calls under way at the same time at most. */
  readonly concurrency: number;
  /** Calls that may wait for their turn; the next is answered `busy` at once. */
  readonly queue: number;
  /** How long a call waits for its turn before it is answered `busy`, in milliseconds. */
  readonly maxWaitMs: number;
}

/** How many calls there are. */
export interface Load {
  readonly underWay: number;
  readonly waiting: number;
}

/** Caps the calls to a provider, so that a rush neither floods the provider nor piles up here without end. */
export class Bulkhead implements BalanceProvider {
  readonly #provider: BalanceProvider;
  readonly #concurrency: number;
  readonly #queue: number;
  readonly #slots;
  readonly #maxWaitMs: number;

  constructor(provider: BalanceProvider, { concurrency, queue, maxWaitMs }: BulkheadOptions) {
    this.#provider = provider;
    this.#concurrency = concurrency;
    this.#queue = queue;
    this.#slots = bulkhead(concurrency, queue);
    this.#maxWaitMs = maxWaitMs;
  }

  /** Calls that are under way, and that wait for their turn. */
  get load(): Load {
    return {
      underWay: this.#concurrency - this.#slots.executionSlots,
      waiting: this.#queue - this.#slots.queueSlots,
    };
  }

  lookUp(key: Secret): Promise<LookUp> {
    // Mostly nobody has to wait, and needs no patience.
    return this.#slots.executionSlots > 0
      ? this.#slots.execute(() => this.#provider.lookUp(key))
      : this.#inTurn(key);
  }

  close(): Promise<void> {
    return this.#provider.close();
  }

  async #inTurn(key: Secret): Promise<LookUp> {
    let gaveUp = false;
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<LookUp>((resolve) => {
      timer = setTimeout(() => {
        gaveUp = true;
        resolve(BUSY);
      }, this.#maxWaitMs);
    });
    // Not by an abort signal: cockatiel 3.2.1 gives a freed slot to nobody when the call whose turn it is was
    // aborted (https://github.com/connor4312/cockatiel/pull/114).
    const call = () => {
      if (gaveUp) return BUSY;
      clearTimeout(timer);
      return this.#provider.lookUp(key);
    };
    // Whoever frees a slot begins the next call: without a scope of its own, as a part of what it does itself.
    const scope = new AsyncResource('look-up');
    const turn = this.#slots.execute(() => scope.runInAsyncScope(call));
    try {
      return await Promise.race([turn, patience]);
    } catch (error) {
      if (error instanceof BulkheadRejectedError) return BUSY;
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}
