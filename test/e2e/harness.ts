import { randomBytes } from 'node:crypto';
import { vi } from 'vitest';
import { type App, startApp } from '../../src/app.ts';
import { type Config, parseConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { parseKeyRing } from '../../src/records/key-ring.ts';
import { Records } from '../../src/records/records.ts';
import type { Behaviour, BillingSandbox } from '../../src/sandbox/billing/index.ts';
import type { DiscordSandbox, SandboxOptions } from '../../src/sandbox/discord/index.ts';
import { Journal } from '../../src/sandbox/journal.ts';
import type { TelegramSandbox } from '../../src/sandbox/telegram/index.ts';
import { UploadedFile } from '../../src/sandbox/uploaded-file.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { StoreFolder } from '../records/store-folder.ts';
import { type FreshStore, freshStore, KIND_OF_RUN, type StoreKind } from '../stores/fresh-store.ts';
import { capturePrinted } from './printed.ts';
import { type Sandboxes, startSandboxes, stopSandboxes } from './sandboxes.ts';
import { findSecrets } from './secret-scan.ts';

export interface HarnessOptions {
  readonly platforms?: readonly ('discord' | 'telegram')[];
  /** Variables besides those that lead to the sandboxes. */
  readonly env?: Readonly<Record<string, string>>;
  readonly discord?: SandboxOptions;
  /** Where the bot stores things; by default on the kind of store that the run is about. */
  readonly store?: StoreKind;
}

/** A log line of the bot, parsed. */
export type LogLine = Readonly<Record<string, unknown>>;

/**
 * The real bot, in this process, against the sandboxes, on a store of its own.
 *
 * When it stops it looks for every key and token that it handed out, in all that was printed, logged, sent by
 * the bot and stored, and throws on a hit.
 */
export class Harness {
  readonly billing: BillingSandbox;
  readonly discord: DiscordSandbox;
  readonly telegram: TelegramSandbox;
  readonly log: Journal<LogLine>;
  readonly encryptionKey = randomBytes(32).toString('base64');
  readonly #env: Readonly<Record<string, string>>;
  readonly #printed = capturePrinted();
  readonly #secrets: string[] = [];
  readonly #folder: StoreFolder;
  readonly #store: FreshStore | undefined;
  #aheadMs = 0;
  #app: App | undefined;

  private constructor(
    sandboxes: Sandboxes,
    folder: StoreFolder,
    store: FreshStore | undefined,
    options: HarnessOptions,
  ) {
    const { billing, discord, telegram } = sandboxes;
    this.billing = billing;
    this.discord = discord;
    this.telegram = telegram;
    this.#folder = folder;
    this.#store = store;
    this.log = new Journal<LogLine>();
    const platforms = options.platforms ?? ['discord', 'telegram'];
    this.#secrets.push(this.encryptionKey, discord.token, telegram.token);
    this.#env = {
      ENCRYPTION_KEY: this.encryptionKey,
      STORE_URL: this.storeUrl,
      BILLING_URL: billing.url,
      BALANCE_FRESH_SECONDS: '0',
      // Nothing is looked at that a test does not know of.
      WATCH_INTERVAL: '0',
      LOG_LEVEL: 'trace',
      ...(platforms.includes('discord') && {
        DISCORD_TOKEN: discord.token,
        DISCORD_API_ROOT: discord.apiRoot,
      }),
      ...(platforms.includes('telegram') && {
        TELEGRAM_TOKEN: telegram.token,
        TELEGRAM_API_ROOT: telegram.apiRoot,
      }),
      ...options.env,
    };
  }

  static async start(options: HarnessOptions = {}): Promise<Harness> {
    const harness = await Harness.prepare(options);
    await harness.startApp();
    return harness;
  }

  /** The sandboxes and an empty store, without the bot. */
  static async prepare(options: HarnessOptions = {}): Promise<Harness> {
    const sandboxes = await startSandboxes(options.discord);
    const kind = options.store ?? KIND_OF_RUN;
    const store = kind === 'sqlite' ? undefined : await freshStore(kind);
    return new Harness(sandboxes, await StoreFolder.make(), store, options);
  }

  /** Starts the bot and waits until it takes events in. */
  async startApp(env: Readonly<Record<string, string>> = {}): Promise<App> {
    const seen = this.log.entries.length;
    const app = await this.launchApp(env);
    const { discord, telegram } = parseConfig({ ...this.#env, ...env });
    const platforms = [discord && 'discord', telegram && 'telegram'].filter(Boolean);
    await Promise.all(
      platforms.map((platform) =>
        this.log.waitFor(
          (line) =>
            this.log.entries.indexOf(line) >= seen && line.msg === 'ready' && line.platform === platform,
          `${platform} to be ready`,
        ),
      ),
    );
    if (telegram && telegram.webhook === undefined) await this.telegram.waitUntilPolling();
    return app;
  }

  /** Starts the bot, whatever comes of it. @param adapt changes what no variable does */
  async launchApp(
    env: Readonly<Record<string, string>> = {},
    adapt: (config: Config) => Config = (config) => config,
  ): Promise<App> {
    const config = adapt(parseConfig({ ...this.#env, ...env }));
    const log = createLog({
      level: config.logLevel,
      secrets: config.secrets,
      destination: { write: (line) => this.log.push(JSON.parse(line)) },
    });
    this.#app = await startApp(config, log, { now: this.now, runs: false });
    return this.#app;
  }

  /** A folder for what belongs to the test; the store is in it too, as `store.sqlite`, unless it is on a server. */
  get folder(): string {
    return this.#folder.path;
  }

  get storeUrl(): string {
    return (this.#store ?? this.#folder).url;
  }

  /** The store, opened beside the bot under its encryption key. */
  async openRecords(): Promise<{ storage: Storage; records: Records }> {
    const storage = await openStorage(this.storeUrl, () => undefined);
    return { storage, records: await Records.open(storage, parseKeyRing(this.encryptionKey)) };
  }

  /** The running bot. */
  get app(): App {
    if (this.#app === undefined) throw new Error('the bot does not run');
    return this.#app;
  }

  /** What the bot's clock shows, in milliseconds since 1970. */
  readonly now = (): number => Date.now() + this.#aheadMs;

  /** Lets the bot's clock run ahead. */
  advance(ms: number): void {
    this.#aheadMs += ms;
  }

  /** Lets the clocks of the machine and of the store run ahead, by which people may ask again. */
  async passTime(ms: number): Promise<void> {
    vi.setSystemTime(Date.now() + ms);
    await this.#store?.passTime(ms);
  }

  /** A new key that the billing API treats that way, and that is looked for at the end. */
  key(behaviour: Behaviour): string {
    const key = `sk-${randomBytes(18).toString('hex')}`;
    this.#secrets.push(key);
    this.billing.setKey(key, behaviour);
    return key;
  }

  async stopApp(): Promise<void> {
    await this.#app?.stop();
    this.#app = undefined;
  }

  /** Stops everything. Throws when a secret came to light anywhere. */
  async stop(): Promise<void> {
    const whileRunning = await this.storedBytes();
    await this.stopApp();
    const sources = {
      printed: this.#printed.stop(),
      log: JSON.stringify(this.log.entries),
      'the store while running': whileRunning,
      'the store after the stop': await this.storedBytes(),
      'calls of the Telegram bot': JSON.stringify(this.telegram.calls.entries.map(({ payload }) => payload)),
      'calls of the Discord bot': JSON.stringify(
        this.discord.calls.entries.map(({ path, body }) => ({ path, body })),
      ),
      'files that the bot sent': this.#uploads().join('\n'),
    };
    await stopSandboxes(this);
    await this.#folder[Symbol.asyncDispose]();
    await this.#store?.[Symbol.asyncDispose]();
    const found = findSecrets(this.#secrets, sources);
    if (found.length > 0) throw new Error(`secrets came to light in: ${found.join(', ')}`);
  }

  /** Every byte of the files that came with calls of the bot. */
  #uploads(): string[] {
    const files = [
      ...this.discord.calls.entries.flatMap((call) => Object.values(call.files)),
      ...this.telegram.calls.entries.flatMap((call) => Object.values(call.payload)),
    ];
    return files.flatMap((file) => (file instanceof UploadedFile ? [file.content.toString('latin1')] : []));
  }

  /** Every byte of the store. */
  storedBytes(): Promise<string> {
    return (this.#store ?? this.#folder).bytes();
  }
}
