import type { RunnerHandle } from '@grammyjs/runner';
import type { Bot } from 'grammy';
import type { Logger } from 'pino';
import type { AdapterError } from '../../adapter.ts';
import { atMost } from '../../at-most.ts';
import { describeError } from '../../log.ts';
import { explain } from '../explain.ts';
import type { UpdateSource } from '../update-source.ts';
import type { PollingLease } from './lease.ts';
import { startPolling } from './runner.ts';
import { TakenUpdates } from './taken-updates.ts';

/** How long each step of a stop may wait for Telegram, in milliseconds. */
const STOP_TIMEOUT_MS = 2_000;

/** Long polling, by one process at a time. */
export class Polling implements UpdateSource {
  readonly #bot: Bot;
  readonly #lease: PollingLease;
  readonly #log: Logger;
  readonly #taken = new TakenUpdates();
  #runner: RunnerHandle | undefined;
  #closed = false;

  constructor(bot: Bot, lease: PollingLease, log: Logger) {
    this.#bot = bot;
    this.#lease = lease;
    this.#log = log;
  }

  async open(onLost: (error: AdapterError) => void): Promise<void> {
    await this.#lease.take();
    if (this.#closed) return;
    try {
      // Long polling and a webhook exclude each other.
      await this.#bot.api.deleteWebhook();
    } catch (error) {
      await this.#lease.release();
      throw explain(error);
    }
    if (this.#closed) return;
    const runner = startPolling(this.#bot, this.#log);
    this.#runner = runner;
    const lose = async (error: AdapterError) => {
      // What ends the runner may be told by both.
      if (this.#runner !== runner) return;
      this.#runner = undefined;
      if (runner.isRunning()) runner.stop();
      await this.#lease.release();
      onLost(error);
    };
    runner.task()?.catch((error: unknown) => lose(explain(error)));
    this.#lease.keep(lose);
    this.#log.info({ bot: this.#bot.botInfo.username }, 'polling for updates');
  }

  isOpen(): boolean {
    return this.#runner?.isRunning() ?? false;
  }

  async once(updateId: number, handle: () => Promise<void>): Promise<void> {
    if (this.#taken.take(updateId)) return handle();
    this.#log.info({ update: updateId }, 'passed over an update that came again');
  }

  async close(): Promise<void> {
    this.#closed = true;
    // The runner takes in nothing more from here on, but ends only after the pause that it may be in.
    if (this.#runner?.isRunning()) await atMost(STOP_TIMEOUT_MS, this.#runner.stop(), undefined);
  }

  async settle(): Promise<void> {
    await this.#confirm();
    await this.#lease.release();
  }

  /** Polling confirms updates by asking for later ones; at a stop, the last ones would come again at the next start. */
  async #confirm(): Promise<void> {
    const { latest } = this.#taken;
    if (latest === undefined) return;
    try {
      const confirmed = this.#bot.api.getUpdates({ offset: latest + 1, limit: 1, timeout: 0 });
      await atMost(STOP_TIMEOUT_MS, confirmed, undefined);
    } catch (error) {
      this.#log.warn(
        { error: describeError(error) },
        'the last updates may be answered again at the next start',
      );
    }
  }
}
