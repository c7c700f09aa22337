import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseKeyRing } from '../../src/records/key-ring.ts';
import { Records } from '../../src/records/records.ts';
import type { Behaviour } from '../../src/sandbox/billing/index.ts';
import type { SandboxOptions } from '../../src/sandbox/discord/index.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { type FreshStore, freshStore, KIND_OF_RUN, type StoreKind } from '../stores/fresh-store.ts';
import { BotProcess } from './bot-process.ts';
import { type Sandboxes, startSandboxes, stopSandboxes } from './sandboxes.ts';
import { findSecrets } from './secret-scan.ts';

const READY = ['discord', 'telegram'].map((platform) => `"platform":"${platform}","msg":"ready"`);

interface ReadyOptions {
  readonly fileLimitKiB?: number;
  /** Variables besides those that lead to the sandboxes, or in their place. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface WorldOptions extends SandboxOptions {
  /** Where the bot stores things; by default on the kind of store that the run is about. */
  readonly store?: StoreKind;
}

/** The sandboxes, and the bot as a process of its own that can be started, stopped and killed. */
export class ProcessWorld {
  readonly billing: Sandboxes['billing'];
  readonly discord: Sandboxes['discord'];
  readonly telegram: Sandboxes['telegram'];
  readonly folder: string;
  readonly encryptionKey = randomBytes(32).toString('base64');
  readonly #processes: BotProcess[] = [];
  readonly #secrets: string[];
  readonly #store: FreshStore | undefined;

  private constructor(
    { billing, discord, telegram }: Sandboxes,
    folder: string,
    store: FreshStore | undefined,
  ) {
    this.billing = billing;
    this.discord = discord;
    this.telegram = telegram;
    this.folder = folder;
    this.#store = store;
    this.#secrets = [this.encryptionKey, discord.token, telegram.token];
  }

  static async make({ store: kind = KIND_OF_RUN, ...discord }: WorldOptions = {}): Promise<ProcessWorld> {
    const folder = await mkdtemp(join(tmpdir(), 'talk-bot-balance-'));
    const store = kind === 'sqlite' ? undefined : await freshStore(kind);
    return new ProcessWorld(await startSandboxes(discord), folder, store);
  }

  /** A new key that the billing API treats that way, and that {@link leaks} looks for. */
  key(behaviour: Behaviour): string {
    const key = `sk-${randomBytes(18).toString('hex')}`;
    this.#secrets.push(key);
    this.billing.setKey(key, behaviour);
    return key;
  }

  get environment(): Readonly<Record<string, string>> {
    return {
      ENCRYPTION_KEY: this.encryptionKey,
      STORE_URL: this.storeUrl,
      BILLING_URL: this.billing.url,
      BALANCE_FRESH_SECONDS: '0',
      WATCH_INTERVAL: '0',
      BILLING_TIMEOUT_SECONDS: '2',
      LOG_LEVEL: 'trace',
      DISCORD_TOKEN: this.discord.token,
      DISCORD_API_ROOT: this.discord.apiRoot,
      TELEGRAM_TOKEN: this.telegram.token,
      TELEGRAM_API_ROOT: this.telegram.apiRoot,
    };
  }

  get storeUrl(): string {
    return this.#store?.url ?? `sqlite://${this.folder}/data/store.sqlite`;
  }

  /** Starts the bot. */
  start(env: Readonly<Record<string, string>>, options: { fileLimitKiB?: number } = {}): BotProcess {
    const bot = new BotProcess(this.folder, env, options.fileLimitKiB);
    this.#processes.push(bot);
    return bot;
  }

  /** Starts the bot and waits until it serves both platforms. */
  async startReady({ env, ...options }: ReadyOptions = {}): Promise<BotProcess> {
    const bot = this.start({ ...this.environment, ...env }, options);
    await Promise.all(READY.map((line) => bot.saying(line)));
    return bot;
  }

  /** The store, opened beside the process or after it. */
  async openRecords(): Promise<{ storage: Storage; records: Records }> {
    const storage = await openStorage(this.storeUrl, () => undefined);
    return { storage, records: await Records.open(storage, parseKeyRing(this.encryptionKey)) };
  }

  /** Where keys and tokens have come to light: in what was printed, or in the bytes of the store. */
  async leaks(): Promise<string[]> {
    const output = this.#processes.map((bot) => bot.output).join('\n');
    const store = await (this.#store?.bytes() ?? this.#bytesOfFiles());
    return findSecrets(this.#secrets, { output, store });
  }

  async #bytesOfFiles(): Promise<string> {
    const folder = join(this.folder, 'data');
    const files = (await readdir(folder)).map((file) => readFile(join(folder, file), 'latin1'));
    return (await Promise.all(files)).join('\n');
  }

  async stop(): Promise<void> {
    for (const bot of this.#processes) bot.end();
    await Promise.all(this.#processes.map((bot) => bot.exited));
    await stopSandboxes(this);
    await rm(this.folder, { recursive: true });
    await this.#store?.[Symbol.asyncDispose]();
  }
}
