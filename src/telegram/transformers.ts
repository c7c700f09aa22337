import { autoRetry } from '@grammyjs/auto-retry';
import { ExponentialBackoff, handleType, retry } from 'cockatiel';
import { HttpError, type Transformer } from 'grammy';
import type { Logger } from 'pino';
import { describeError } from '../log.ts';

/** How often a call is tried again, and the longest wait that Telegram may ask for, in seconds. */
const REFUSED = { maxRetryAttempts: 3, maxDelaySeconds: 30, rethrowHttpErrors: true };

const LOST_ATTEMPTS = 2;

const TRIED_ONCE: ReadonlySet<string> = new Set([
  // Polling has its own way to go on, without end and without growing pauses.
  'getUpdates',
  // Whoever is not known to be a member soon is told to try again.
  'getChatMember',
]);

/**
 * Tries calls again after 429, a server error or a lost connection, a few times, but those of
 * {@link TRIED_ONCE}.
 */
export function retryReplies(): Transformer {
  const refused = autoRetry(REFUSED);
  const lost = retry(handleType(HttpError), {
    maxAttempts: LOST_ATTEMPTS,
    backoff: new ExponentialBackoff(),
  });
  return (call, method, payload, signal) =>
    TRIED_ONCE.has(method)
      ? call(method, payload, signal)
      : lost.execute(() => refused(call, method, payload, signal));
}

/**
 * Tries calls again only after 429, where Telegram has surely not carried them out. After a server error or a lost
 * connection it may have.
 */
export function retryThrottled(): Transformer {
  return autoRetry({ ...REFUSED, rethrowInternalServerErrors: true });
}

/** Logs what Telegram refuses and where it cannot be reached, without payloads: they hold what users wrote. */
export function logFailures(log: Logger): Transformer {
  return async (call, method, payload, signal) => {
    try {
      const response = await call(method, payload, signal);
      if (!response.ok) {
        const { error_code: code, description: says } = response;
        log[code === 429 ? 'warn' : 'debug']({ method, code, says }, 'refused');
      }
      return response;
    } catch (error) {
      if (!signal?.aborted) log.warn({ method, error: describeError(error) }, 'Telegram did not answer');
      throw error;
    }
  };
}
