import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApp } from '../app.ts';
import { parseConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { BillingSandbox } from '../sandbox/billing/index.ts';
import { DiscordSandbox } from '../sandbox/discord/index.ts';
import { Journal } from '../sandbox/journal.ts';
import { TelegramSandbox } from '../sandbox/telegram/index.ts';
import { DemoKeys } from './demo-keys.ts';

/** The real bot with both adapters, on a temporary store, and the sandboxes that it takes for the world. */
export interface World {
  readonly billing: BillingSandbox;
  readonly discord: DiscordSandbox;
  readonly telegram: TelegramSandbox;
  readonly keys: DemoKeys;
  stop(): Promise<void>;
}

/** @param onLogLine gets each line of the bot's log */
export async function startWorld(onLogLine: (line: string) => void): Promise<World> {
  const [billing, discord, telegram, folder] = await Promise.all([
    BillingSandbox.start(),
    DiscordSandbox.start({ botName: 'Talk-Bot Balance' }),
    TelegramSandbox.start({ botName: 'Talk-Bot Balance', botUsername: 'talk_bot_balance_bot' }),
    mkdtemp(join(tmpdir(), 'talk-bot-balance-demo-')),
  ]);
  const config = parseConfig({
    DISCORD_TOKEN: discord.token,
    DISCORD_API_ROOT: discord.apiRoot,
    TELEGRAM_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    BILLING_URL: billing.url,
    ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    STORE_URL: `sqlite://${folder}/demo.sqlite`,
    // Figures change by the second here, and a press on Refresh should show it.
    BALANCE_FRESH_SECONDS: '0',
    // Whoever plays every part is soon at the limits of one.
    MESSAGES_PER_MINUTE: '120',
    LOOKUPS_PER_MINUTE: '30',
    CURRENCY: 'USD',
    TOPUP_URL: 'https://example.com/top-up',
  });
  const lines = new Journal<string>();
  const destination = {
    write(line: string) {
      lines.push(line);
      onLogLine(line);
    },
  };
  const log = createLog({ level: 'info', destination, secrets: config.secrets });
  const app = await startApp(config, log);
  await Promise.all(
    ['discord', 'telegram'].map((platform) =>
      lines.waitFor(
        (line) => line.includes(`"platform":"${platform}","msg":"ready"`),
        `${platform} to be ready`,
      ),
    ),
  );
  return {
    billing,
    discord,
    telegram,
    keys: new DemoKeys(billing),
    async stop() {
      await app.stop();
      await Promise.all([billing.stop(), discord.stop(), telegram.stop()]);
      await rm(folder, { recursive: true });
    },
  };
}
