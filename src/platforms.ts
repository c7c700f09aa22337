import { setTimeout } from 'node:timers/promises';
import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import type { Logger } from 'pino';
import { type Adapter, AdapterError } from './adapter.ts';
import type { Platform } from './identity.ts';
import { describeError } from './log.ts';

/** How long a platform is left alone that was lost, in milliseconds. */
const PAUSE_MS = 1_000;

/** Hears what keeps a platform from working, in words for the operator, and with `undefined` that it works. */
export type OnTrouble = (platform: Platform, trouble: string | undefined) => void;

/** Starts all adapters; the promise resolves when the last of them has failed for good. */
export function startAdapters(
  adapters: readonly Adapter[],
  log: Logger,
  stopping: AbortSignal,
  onTrouble: OnTrouble,
): Promise<void> {
  const working = new Set(adapters);
  return new Promise((resolve) => {
    for (const adapter of adapters) {
      const { platform } = adapter;
      keepWorking(adapter, log, stopping, onTrouble).catch((error: unknown) => {
        if (stopping.aborted) return;
        working.delete(adapter);
        const known = error instanceof AdapterError;
        log.error(
          { platform, ...(!known && { error: describeError(error) }) },
          known ? error.message : 'failed',
        );
        onTrouble(
          platform,
          known ? error.message : 'It failed for a reason that nobody expects. The log tells more.',
        );
        if (working.size === 0) resolve();
      });
    }
  });
}

/** Starts an adapter, and starts it again when it was lost for a while; rejects when it is lost for good. */
async function keepWorking(
  adapter: Adapter,
  log: Logger,
  stopping: AbortSignal,
  onTrouble: OnTrouble,
): Promise<never> {
  const { platform } = adapter;
  for (;;) {
    let lose: (error: AdapterError) => void = () => undefined;
    const lost = new Promise<AdapterError>((resolve) => {
      lose = resolve;
    });
    await startPatiently(adapter, log, stopping, lose, onTrouble);
    onTrouble(platform, undefined);
    log.info({ platform }, 'ready');
    const error = await lost;
    if (!error.transient || stopping.aborted) throw error;
    log.warn({ platform, retryInMs: PAUSE_MS }, error.message);
    onTrouble(platform, error.message);
    await setTimeout(PAUSE_MS, undefined, { signal: stopping });
  }
}

/** Starts an adapter, and tries again and again while its platform cannot be reached. */
async function startPatiently(
  adapter: Adapter,
  log: Logger,
  stopping: AbortSignal,
  onLost: (error: AdapterError) => void,
  onTrouble: OnTrouble,
): Promise<void> {
  const whileUnreachable = handleWhen(
    (error) => error instanceof AdapterError && error.transient && !stopping.aborted,
  );
  const retries = retry(whileUnreachable, {
    maxAttempts: Number.POSITIVE_INFINITY,
    backoff: new ExponentialBackoff({ initialDelay: 1_000, maxDelay: 60_000 }),
  });
  retries.onRetry(({ delay, ...failure }) => {
    const reason = 'error' in failure ? failure.error.message : 'failed';
    log.warn({ platform: adapter.platform, retryInMs: Math.round(delay) }, reason);
    onTrouble(adapter.platform, reason);
  });
  await retries.execute(() => adapter.start(onLost), stopping);
}
