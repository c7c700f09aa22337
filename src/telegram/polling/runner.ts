import type { RunnerHandle, UpdateSupplier } from '@grammyjs/runner';
import { createConcurrentSink, createRunner, createSource, createUpdateFetcher } from '@grammyjs/runner';
import { type Bot, type BotError, GrammyError } from 'grammy';
import type { Update } from 'grammy/types';
import type { Logger } from 'pino';
import { isWebhookConflict } from '../explain.ts';
import { UPDATES } from '../update-source.ts';
import { pause } from './pause.ts';

/** How long to wait after a failed poll, in milliseconds. */
const POLL_RETRY_MS = 1_500;

/**
 * How many conflicts in a row are waited out.
 *
 * Telegram ends the poll of one instance with 409 when another one polls. In a rolling restart the old
 * instance goes after some seconds, so that giving up at once would take the new one down for nothing. Two
 * that stay end each other's polls in turns, each about every {@link POLL_RETRY_MS} × 2: after a minute one
 * of them has to go, or people are answered now by one and now by the other, out of different stores. The
 * first at its limit goes; the other then polls in peace, and starts to count anew.
 */
const CONFLICTS_BORNE = 20;

/** Polls for the updates that the bot handles, side by side. The task of the handle rejects when it cannot go on. */
export function startPolling(bot: Bot, log: Logger): RunnerHandle {
  const fetchUpdates = createUpdateFetcher(bot, {
    fetch: { allowed_updates: UPDATES },
    retryInterval: POLL_RETRY_MS,
    // The fetcher gives up after 15 hours by default, and the bot would be off Telegram until its next start.
    maxRetryTime: Number.POSITIVE_INFINITY,
    silent: true,
  });
  const supplier = waitingOutConflicts({ supply: fetchUpdates }, log);
  const sink = createConcurrentSink<Update, BotError>(
    { consume: (update) => bot.handleUpdate(update) },
    async (error) => {
      await bot.errorHandler(error);
    },
  );
  const runner = createRunner(createSource(supplier), sink);
  runner.start();
  return runner;
}

/**
 * Goes on while another instance polls, for {@link CONFLICTS_BORNE} conflicts in a row.
 *
 * @param pauseMs how long the other instance is left alone, in milliseconds
 */
export function waitingOutConflicts(
  supplier: UpdateSupplier<Update>,
  log: Logger,
  pauseMs = POLL_RETRY_MS,
): UpdateSupplier<Update> {
  return {
    async supply(batchSize, signal) {
      for (let conflicts = 1; ; conflicts += 1) {
        try {
          return await supplier.supply(batchSize, signal);
        } catch (error) {
          if (signal.aborted || !isConflict(error) || conflicts > CONFLICTS_BORNE) throw error;
          log.warn(
            { conflicts, borne: CONFLICTS_BORNE, retryInMs: pauseMs },
            'Another instance polls with the same TELEGRAM_TOKEN (409). Stop one of the two.',
          );
          await pause(pauseMs, signal);
          if (signal.aborted) throw error;
        }
      }
    },
  };
}

/** A webhook answers with 409 as well, and does not go by itself. */
function isConflict(error: unknown): boolean {
  return error instanceof GrammyError && error.error_code === 409 && !isWebhookConflict(error);
}
