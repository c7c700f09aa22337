import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import type { Logger } from 'pino';
import { type Adapter, AdapterError } from './adapter.ts';
import { BillingApi } from './balance/billing-api.ts';
import { LastBalances } from './balance/last-balances.ts';
import { BalanceService } from './balance/service.ts';
import { SharedLookUps } from './balance/shared-look-ups.ts';
import { Chat } from './chat/chat.ts';
import { Desk } from './chat/desk.ts';
import { Settings } from './chat/settings.ts';
import { loadTexts } from './chat/texts.ts';
import type { Config } from './config.ts';
import { DiscordAdapter } from './discord/adapter.ts';
import { type HealthServer, startHealthServer } from './health.ts';
import { Cipher } from './keys/cipher.ts';
import { deriveKey, keyRingOf } from './keys/key-ring.ts';
import { Vault } from './keys/vault.ts';
import { describeError } from './log.ts';
import { openStorage, type Storage } from './storage.ts';
import { TelegramAdapter } from './telegram/adapter.ts';

/** How long events in hand may take after a stop, in milliseconds. */
const GRACE_MS = 10_000;

const SWEEP_INTERVAL_MS = 10 * 60_000;
const CONNECTIONS_TO_BILLING = 32;

/** A running bot. */
export interface App {
  /** Resolves when no platform is left to run on; the process has no use then. */
  readonly abandoned: Promise<void>;
  /** Takes in no more events, lets those in hand finish, and closes everything. */
  stop(): Promise<void>;
}

/**
 * Wires the bot together and starts it on each configured platform; one that fails does not stop the other.
 *
 * Rejects when the store cannot be opened.
 *
 * @param now milliseconds since 1970
 */
export async function startApp(config: Config, log: Logger, now: () => number = Date.now): Promise<App> {
  const storage = await openStorage(config.storeUrl, (error) =>
    log.error({ error: describeError(error) }, 'the store failed'),
  );
  const ring = keyRingOf(config.encryptionKey);
  const cipher = new Cipher(ring);
  await checkEncryptionKey(storage, cipher, log);
  const vault = new Vault(storage, cipher, now);
  const { url, deadlineMs, freshMs } = config.billing;
  const billing = new BillingApi({
    url,
    deadlineMs,
    connectTimeoutMs: Math.min(3_000, deadlineMs),
    headersTimeoutMs: Math.min(6_000, deadlineMs),
    bodyTimeoutMs: Math.min(3_000, deadlineMs),
    retryDelayMs: 150,
    connections: CONNECTIONS_TO_BILLING,
    now,
  });
  const balances = new BalanceService(
    vault,
    new SharedLookUps(billing, freshMs, now),
    new LastBalances(storage, cipher, vault),
  );
  const texts = loadTexts();
  const { keyPageUrl, topUpUrl, currency } = config;
  const chat = new Chat({
    balances,
    vault,
    settings: new Settings(storage, cipher),
    keyPageUrl,
    topUpUrl,
    currency,
    now,
    sayIn: texts.in,
  });
  const desk = new Desk(chat, log, deriveKey(ring.writer, 'user hashes in the log'));
  const adapters: Adapter[] = [
    ...(config.discord ? [new DiscordAdapter(config.discord, desk, texts, log)] : []),
    ...(config.telegram ? [new TelegramAdapter(config.telegram, desk, texts, log)] : []),
  ];

  const health = await startHealth(config.healthPort, storage, adapters, log);
  const sweep = setInterval(() => {
    storage.sweepExpired().catch((error: unknown) => {
      log.error({ error: describeError(error) }, 'expired records were not removed');
    });
  }, SWEEP_INTERVAL_MS);
  const stopping = new AbortController();
  const abandoned = startAdapters(adapters, log, stopping.signal);

  return {
    abandoned,
    async stop() {
      stopping.abort();
      clearInterval(sweep);
      const unfinished = await Promise.all(adapters.map((adapter) => adapter.stop(GRACE_MS)));
      const count = unfinished.reduce((sum, each) => sum + each, 0);
      if (count > 0) log.warn({ unfinished: count }, 'stopped before every event was answered');
      await billing.close();
      await health?.close();
      await storage.close();
    },
  };
}

/** Starts all adapters; the promise resolves when the last of them has failed for good. */
function startAdapters(adapters: readonly Adapter[], log: Logger, stopping: AbortSignal): Promise<void> {
  const working = new Set(adapters);
  return new Promise((resolve) => {
    for (const adapter of adapters) {
      const { platform } = adapter;
      const lose = (error: unknown) => {
        if (stopping.aborted || !working.delete(adapter)) return;
        const known = error instanceof AdapterError;
        log.error(
          { platform, ...(!known && { error: describeError(error) }) },
          known ? error.message : 'failed',
        );
        if (working.size === 0) resolve();
      };
      startPatiently(adapter, log, stopping, lose).then(() => log.info({ platform }, 'ready'), lose);
    }
  });
}

/** Starts an adapter, and tries again and again while its platform cannot be reached. */
async function startPatiently(
  adapter: Adapter,
  log: Logger,
  stopping: AbortSignal,
  onLost: (error: AdapterError) => void,
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
  });
  await retries.execute(() => adapter.start(onLost), stopping);
}

/** Tells the operator at once when the store was written under another key, before users find out one by one. */
async function checkEncryptionKey(storage: Storage, cipher: Cipher, log: Logger): Promise<void> {
  const name = 'encryption-check';
  const envelope = await storage.get(name);
  if (envelope === undefined) return storage.set(name, cipher.seal('ok', name));
  if (cipher.open(envelope, name).kind === 'opened') return;
  log.error(
    'ENCRYPTION_KEY is not the one that this store was written under: keys stored before cannot be read. Set the earlier one again.',
  );
}

async function startHealth(
  port: number | undefined,
  storage: Storage,
  adapters: readonly Adapter[],
  log: Logger,
): Promise<HealthServer | undefined> {
  if (port === undefined) return undefined;
  const server = await startHealthServer(port, {
    async check() {
      const store = await storage.probe().then(
        () => true,
        () => false,
      );
      const platforms = adapters.map((adapter) => [adapter.platform, adapter.isConnected()] as const);
      return { store, ...Object.fromEntries(platforms) };
    },
  });
  log.info({ port: server.port }, 'answering health checks');
  return server;
}
