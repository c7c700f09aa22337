import type { Logger } from 'pino';
import { AdapterError } from '../../adapter.ts';
import { describeError } from '../../log.ts';
import type { Leases } from '../../storage/leases.ts';
import { pause } from './pause.ts';

/** All in milliseconds. */
export interface LeaseTimes {
  /** After how long without a sign of life the polling is free. */
  readonly lease: number;
  readonly renewal: number;
  /** How long another process is waited for. */
  readonly patience: number;
  /** How often it is looked whether that has gone. */
  readonly look: number;
}

/**
 * A process that is killed lets nobody poll for as long as its lease lasts, so it is short. One that is told to go
 * may take a minute until it does, as in a rolling restart.
 */
const TIMES: LeaseTimes = { lease: 5_000, renewal: 1_500, patience: 60_000, look: 500 };

/**
 * Sees to it that of the processes on one store one polls for a bot.
 *
 * It spares people nothing that is not spared otherwise: Telegram ends the polls of two in turns. But it lets a
 * second one know at once, and by name, whom it competes with, and hands over in a restart without such a struggle.
 */
export class PollingLease {
  readonly #leases: Leases;
  readonly #name: string;
  readonly #holder: string;
  readonly #log: Logger;
  readonly #times: LeaseTimes;
  readonly #released = new AbortController();
  #unsure = false;

  /** @param holder the name of this process */
  constructor(leases: Leases, botId: number, holder: string, log: Logger, times = TIMES) {
    this.#leases = leases;
    this.#name = `telegram:${botId}:polling`;
    this.#holder = holder;
    this.#log = log;
    this.#times = times;
  }

  /**
   * Waits until no other process polls, or the lease is released. Rejects with an {@link AdapterError} when
   * another one does not go.
   */
  async take(): Promise<void> {
    const { patience, look } = this.#times;
    for (let waited = 0; ; waited += look) {
      const other = await this.#other();
      if (other === undefined || this.#released.signal.aborted) return;
      if (waited >= patience) throw heldBy(other);
      if (waited === 0)
        this.#log.warn(
          { holder: other, waitsMs: patience },
          'Another process polls with the same TELEGRAM_TOKEN on the same store. This one waits for it to stop.',
        );
      await pause(look, this.#released.signal);
    }
  }

  /**
   * Keeps other processes from polling until the lease is released or lost.
   *
   * Only a store that names another holder makes it lost. One that does not answer, however long, says nothing of
   * other processes, and may well not answer those either: a bot that went for that would be off for everybody.
   *
   * @param onLost hears who polls instead
   */
  async keep(onLost: (error: AdapterError) => void): Promise<void> {
    for (;;) {
      await pause(this.#times.renewal, this.#released.signal);
      if (this.#released.signal.aborted) return;
      const other = await this.#other();
      if (other !== undefined) return onLost(heldBy(other));
    }
  }

  /** Lets the next process poll at once. */
  async release(): Promise<void> {
    this.#released.abort();
    try {
      await this.#leases.release(this.#name, this.#holder);
    } catch (error) {
      this.#log.warn({ error: describeError(error) }, 'the next process has to wait before it can poll');
    }
  }

  /** Takes or renews the lease. Whoever has it instead; nobody, as far as is known, when the store does not say. */
  async #other(): Promise<string | undefined> {
    try {
      const holder = await this.#leases.take(this.#name, this.#holder, this.#times.lease);
      this.#unsure = false;
      return holder === this.#holder ? undefined : holder;
    } catch (error) {
      if (!this.#unsure)
        this.#log.warn(
          { error: describeError(error) },
          'The store does not say whether another process polls with the same TELEGRAM_TOKEN. This one polls.',
        );
      this.#unsure = true;
      return undefined;
    }
  }
}

function heldBy(holder: string): AdapterError {
  return new AdapterError(
    `Another process (${holder}) polls with the same TELEGRAM_TOKEN on the same store. This one gives Telegram up: stop the other, then start this one again. For several at once, set TELEGRAM_MODE=webhook.`,
  );
}
