import type { Logger } from 'pino';
import type { Adapter } from './adapter.ts';
import { atMost } from './at-most.ts';
import { Backlog } from './backlog.ts';
import { billingProvider } from './billing.ts';
import { ChartRenderer } from './chart/renderer.ts';
import { Chat } from './chat/chat.ts';
import { Desk } from './chat/desk.ts';
import { Limits } from './chat/limits.ts';
import type { Notifier } from './chat/notifier.ts';
import { loadTexts } from './chat/texts.ts';
import { storeCheck, Troubles } from './checks.ts';
import { type Clock, SYSTEM_CLOCK } from './clock.ts';
import type { Config } from './config.ts';
import { DiscordAdapter } from './discord/adapter.ts';
import { isGatewayProxied } from './discord/gateway-proxy.ts';
import { startHousekeeping } from './housekeeping.ts';
import { describeError, scrubber } from './log.ts';
import { PlatformNotifier } from './notifier.ts';
import { beginObservation } from './observation.ts';
import { platformDispatcher } from './platform-network.ts';
import { startAdapters } from './platforms.ts';
import { nameThisProcess } from './process-name.ts';
import { Readiness } from './readiness.ts';
import type { KeyRing } from './records/key-ring.ts';
import { Records } from './records/records.ts';
import { createServices } from './services.ts';
import { startServing } from './serving.ts';
import { show } from './shown.ts';
import { isRedisUrl, openStorage } from './storage/open-storage.ts';
import type { SharedStore } from './storage/shared-store.ts';
import type { Storage } from './storage/storage.ts';
import { TelegramAdapter } from './telegram/adapter.ts';
import { userHashUnder } from './user-hash.ts';
import { startWatch } from './watching.ts';

/** How long events in hand may take after a stop, in milliseconds. */
const GRACE_MS = 10_000;

/** How long a stop may take in all, in milliseconds: compose.yaml has the process killed after 25 seconds. */
const STOP_MS = 20_000;

/** A running bot. */
export interface App {
  /** Resolves when no platform is left to run on; the process has no use then. */
  readonly abandoned: Promise<void>;
  readonly notifier: Notifier;
  /** Since when nobody has waited for an answer, by `performance.now()`. */
  quietSince(): number;
  /** Does at once what the watch over the keys would do at its next turn. */
  watch(): Promise<void>;
  /** Takes in no more events, lets those in hand finish, and closes everything; resolves after 20 seconds at most. */
  stop(): Promise<void>;
}

/**
 * Wires the bot together and starts it on each configured platform; one that fails does not stop the other.
 *
 * Rejects with a `StorageError` when the store cannot be opened, and with a `WrongKeyError` when it was written
 * under keys that are not at hand.
 */
export async function startApp(
  config: Config,
  log: Logger,
  { now, runs }: Clock = SYSTEM_CLOCK,
): Promise<App> {
  if (config.discord && config.proxy && !isGatewayProxied()) {
    throw new Error('PROXY_URL is set, but the gateway of Discord would be reached directly');
  }
  const observation = await beginObservation(config, log, now);
  const { metrics, tracer } = observation;
  const storage = await openStorage(
    config.storeUrl,
    (error) =>
      log.error({ problem: error.problem, error: describeError(error) }, `the store failed. ${error.advice}`),
    { around: observation.aroundStore },
  );
  const records = await openRecords(storage, config.keyRing, log);
  const billing = billingProvider(config.billing, log, now, observation.aroundCall);
  const charts = new ChartRenderer({
    around: observation.aroundDrawing,
    onThreadError: (error) =>
      log.error({ error: describeError(error) }, 'the thread that draws charts failed'),
  });
  const texts = loadTexts();
  const userHash = userHashUnder(records.names.derive('user hashes in the log'));
  const notifier = new PlatformNotifier(log, userHash);
  const backlog = new Backlog((error) =>
    log.error({ error: describeError(error) }, 'what no answer waits for could not be done'),
  );
  const services = createServices(config, { records, backlog, billing, charts, notifier, texts, log, now });
  const desk = new Desk(
    new Chat(services, new Limits(config.limits, storage, userHash)),
    backlog,
    log,
    userHash,
    { observer: metrics?.events, tracer },
  );
  const shared: SharedStore = { leases: storage.leases, holder: nameThisProcess() };
  const network = platformDispatcher(config.proxy, log);
  const adapters: Adapter[] = [
    ...(config.discord ? [new DiscordAdapter(config.discord, shared, desk, texts, log, now, network)] : []),
    ...(config.telegram
      ? [new TelegramAdapter(config.telegram, shared, desk, texts, log, now, network)]
      : []),
  ];
  for (const adapter of adapters) notifier.add(adapter);

  const troubles = new Troubles(scrubber(config.secrets));
  const readiness = new Readiness({
    store: storeCheck(storage, now),
    ...Object.fromEntries(adapters.map((adapter) => [adapter.platform, troubles.checkOf(adapter)])),
  });
  const http = await startServing(
    config.httpPort,
    readiness,
    [metrics?.routes, ...adapters.map(({ routes }) => routes)],
    log,
  );
  const { vault, offers, prompts, linkCodes, linking } = services;
  const housekeeping = startHousekeeping(
    [vault, offers, prompts, linkCodes, linking, storage.leases],
    records,
    log,
  );
  const watch = await startWatch(
    { services, records, log, ...shared },
    {
      periodMs: config.watchPeriodMs,
      runs,
      redisUrl: isRedisUrl(config.storeUrl) ? config.storeUrl : undefined,
      onNotice: metrics?.onNotice,
    },
  );
  const stopping = new AbortController();
  if (metrics) show(metrics, { readiness, billing, watch, services, records, stopping: stopping.signal });
  const abandoned = startAdapters(adapters, log, stopping.signal, troubles.note);

  const close = async () => {
    readiness.drain();
    stopping.abort();
    housekeeping.stop();
    const [unfinished] = await Promise.all([drain(adapters), watch.stop(GRACE_MS)]);
    if (unfinished > 0) log.warn({ unfinished }, 'stopped before every event was answered');
    await backlog.settleAll();
    await Promise.all([
      billing.close(),
      network.destroy(),
      charts.close(),
      http?.close(GRACE_MS),
      observation.close(),
    ]);
    await storage.close();
    return true;
  };

  return {
    abandoned,
    notifier,
    quietSince: () => backlog.quietSince(),
    watch: () => watch.tick(),
    async stop() {
      if (!(await atMost(STOP_MS, close(), false))) log.warn('stopped before everything was closed');
    },
  };
}

/** Stops all adapters. @returns how many events they leave unfinished */
async function drain(adapters: readonly Adapter[]): Promise<number> {
  const unfinished = await Promise.all(adapters.map((adapter) => adapter.stop(GRACE_MS)));
  return unfinished.reduce((sum, each) => sum + each, 0);
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
