import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import type { Logger } from 'pino';
import { Accounts } from './accounts/accounts.ts';
import { type Adapter, AdapterError } from './adapter.ts';
import { BalanceService } from './balance/service.ts';
import { SharedLookUps } from './balance/shared-look-ups.ts';
import { billingProvider } from './billing.ts';
import { Chat } from './chat/chat.ts';
import type { Services } from './chat/command.ts';
import { Desk } from './chat/desk.ts';
import { Limits } from './chat/limits.ts';
import type { Notifier } from './chat/notifier.ts';
import { Settings } from './chat/settings.ts';
import { loadTexts } from './chat/texts.ts';
import type { Config } from './config.ts';
import { DiscordAdapter } from './discord/adapter.ts';
import { type HealthServer, startHealthServer } from './health.ts';
import { History } from './history/history.ts';
import { Offers } from './keys/offers.ts';
import { Prompts } from './keys/prompts.ts';
import { Vault } from './keys/vault.ts';
import { describeError } from './log.ts';
import { PlatformNotifier } from './notifier.ts';
import type { KeyRing } from './records/key-ring.ts';
import { Records } from './records/records.ts';
import { openStorage } from './storage/open-storage.ts';
import type { Storage } from './storage/storage.ts';
import { TelegramAdapter } from './telegram/adapter.ts';

/** How long events in hand may take after a stop, in milliseconds. */
const GRACE_MS = 10_000;

const SWEEP_INTERVAL_MS = 10 * 60_000;

/** A running bot. */
export interface App {
  /** Resolves when no platform is left to run on; the process has no use then. */
  readonly abandoned: Promise<void>;
  readonly notifier: Notifier;
  /** Takes in no more events, lets those in hand finish, and closes everything. */
  stop(): Promise<void>;
}

/**
 * Wires the bot together and starts it on each configured platform; one that fails does not stop the other.
 *
 * Rejects with a `StorageError` when the store cannot be opened, and with a `WrongKeyError` when it was written
 * under keys that are not at hand.
 *
 * @param now milliseconds since 1970
 */
export async function startApp(config: Config, log: Logger, now: () => number = Date.now): Promise<App> {
  const storage = await openStorage(config.storeUrl, (error) =>
    log.error({ problem: error.problem, error: describeError(error) }, `the store failed. ${error.advice}`),
  );
  const records = await openRecords(storage, config.keyRing, log);
  const vault = new Vault(records, now);
  const billing = billingProvider(config.billing, log, now);
  const history = new History(records, vault, (problem) =>
    log.error({ problem }, 'the history of a key does not open and is begun anew'),
  );
  const offers = new Offers(records, now);
  const prompts = new Prompts(records, now);
  const balances = new BalanceService(
    vault,
    offers,
    new SharedLookUps(billing, config.billing.freshMs, now),
    history,
  );
  const texts = loadTexts();
  const userHashKey = records.names.derive('user hashes in the log');
  const notifier = new PlatformNotifier(log, userHashKey);
  const { keyPageUrl, topUpUrl, currency } = config;
  const services: Services = {
    accounts: new Accounts(records),
    balances,
    vault,
    offers,
    prompts,
    settings: new Settings(records),
    notifier,
    erase: (user) => records.erase(user),
    keyPageUrl,
    topUpUrl,
    currency,
    now,
    sayIn: texts.in,
  };
  const chat = new Chat(services, new Limits(config.limits));
  const desk = new Desk(chat, log, userHashKey);
  const adapters: Adapter[] = [
    ...(config.discord ? [new DiscordAdapter(config.discord, desk, texts, log, now)] : []),
    ...(config.telegram ? [new TelegramAdapter(config.telegram, desk, texts, log, now)] : []),
  ];
  for (const adapter of adapters) notifier.add(adapter);

  const health = await startHealth(config.healthPort, storage, adapters, log);
  const sweeping = setInterval(() => {
    sweep([offers, prompts], records, log).catch((error: unknown) => {
      log.error({ error: describeError(error) }, 'what has had its time was not erased');
    });
  }, SWEEP_INTERVAL_MS);
  const stopping = new AbortController();
  const abandoned = startAdapters(adapters, log, stopping.signal);

  return {
    abandoned,
    notifier,
    async stop() {
      stopping.abort();
      clearInterval(sweeping);
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

/** Erases what has run out, and the traces that earlier erasures may have left in the files. */
async function sweep(passing: readonly (Offers | Prompts)[], records: Records, log: Logger): Promise<void> {
  if (await records.refresh())
    log.warn(
      'a backup with other names of records was restored: what was stored since then is not found any more',
    );
  for (const each of passing) await each.sweep();
  await records.storage.scrub();
}

async function openRecords(storage: Storage, keyRing: KeyRing, log: Logger): Promise<Records> {
  try {
    const records = await Records.open(storage, keyRing);
    const { rewrapped, unreadable } = await records.takeUp();
    if (rewrapped > 0) log.info({ records: rewrapped }, 'records of an earlier version were given new names');
    if (unreadable > 0)
      log.error(
        { records: unreadable },
        'records do not open. Which ones says the admin command check (README, Looking after the store)',
      );
    return records;
  } catch (error) {
    await storage.close();
    throw error;
  }
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
