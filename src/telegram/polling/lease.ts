import type { Logger } from 'pino';
import { AdapterError } from '../../adapter.ts';
import { describeError } from '../../log.ts';
import { Holding, type HoldingTimes } from '../../storage/holding.ts';
import type { SharedStore } from '../../storage/shared-store.ts';
import { pause } from './pause.ts';

/** All in milliseconds. */
export interface LeaseTimes extends HoldingTimes {
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
  readonly #shared: SharedStore;
  readonly #name: string;
  readonly #log: Logger;
  readonly #times: LeaseTimes;
  #holding: Holding | undefined;
  #released = new AbortController();

  constructor(shared: SharedStore, botId: number, log: Logger, times = TIMES) {
    this.#shared = shared;
    this.#name = `telegram:${botId}:polling`;
    this.#log = log;
    this.#times = times;
  }

  /**
   * Waits until no other process polls, or the lease is released. Rejects with an {@link AdapterError} when
   * another one does not go.
   */
  async take(): Promise<void> {
    const { patience, look } = this.#times;
    const holding = new Holding(this.#shared, this.#name, this.#times);
    const released = new AbortController();
    this.#holding = holding;
    this.#released = released;
    for (let waited = 0; !released.signal.aborted; waited += look) {
      const other = await this.#other(holding);
      if (other === undefined) return;
      if (waited >= patience) throw heldBy(other);
      if (waited === 0)
        this.#log.warn(
          { holder: other, waitsMs: patience },
          'Another process polls with the same TELEGRAM_TOKEN on the same store. This one waits for it to stop.',
        );
      await pause(look, released.signal);
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
  keep(onLost: (error: AdapterError) => void): void {
    this.#holding?.keep({
      onLost: (holder) => onLost(heldBy(holder)),
      onUnsure: (error) => this.#tellUnsure(error),
    });
  }

  /** Lets the next process poll at once. */
  async release(): Promise<void> {
    this.#released.abort();
    try {
      await this.#holding?.end();
    } catch (error) {
      this.#log.warn({ error: describeError(error) }, 'the next process has to wait before it can poll');
    }
  }

  /** Takes the lease. Whoever has it instead; nobody, as far as is known, when the store does not say. */
  async #other(holding: Holding): Promise<string | undefined> {
    try {
      const holder = await holding.take();
      return holder === this.#shared.holder ? undefined : holder;
    } catch (error) {
      this.#tellUnsure(error);
      return undefined;
    }
  }

  #tellUnsure(error: unknown): void {
    this.#log.warn(
      { error: describeError(error) },
      'The store does not say whether another process polls with the same TELEGRAM_TOKEN. This one polls.',
    );
  }
}

function heldBy(holder: string): AdapterError {
  return new AdapterError(
    `Another process (${holder}) polls with the same TELEGRAM_TOKEN on the same store. This one waits: stop the other. For several at once, set TELEGRAM_MODE=webhook.`,
    { transient: true },
  );
}
