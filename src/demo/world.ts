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
import type { Clock } from './clock.ts';
import { DemoKeys } from './demo-keys.ts';

const HOUR_MS = 3_600_000;

/** The real bot with both adapters, on a temporary store, and the sandboxes that it takes for the world. */
export interface World {
  readonly billing: BillingSandbox;
  readonly discord: DiscordSandbox;
  readonly telegram: TelegramSandbox;
  readonly keys: DemoKeys;
  readonly clock: Clock;
  /**
   * Lets time pass in steps: in each the keys are used, and the bot does what it does in the background.
   *
   * @param onStep called after each step
   */
  pass(ms: number, onStep: () => void): Promise<void>;
  stop(): Promise<void>;
}

/** @param onLogLine gets each line of the bot's log */
export async function startWorld(clock: Clock, onLogLine: (line: string) => void): Promise<World> {
  const { now } = clock;
  const [billing, discord, telegram, folder] = await Promise.all([
    BillingSandbox.start(),
    DiscordSandbox.start({ botName: 'Talk-Bot Balance', now }),
    TelegramSandbox.start({ botName: 'Talk-Bot Balance', botUsername: 'talk_bot_balance_bot', now }),
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
    MESSAGES_PER_MINUTE: '600',
    LOOKUPS_PER_MINUTE: '600',
    REGISTRATIONS_PER_HOUR: '600',
    WATCH_INTERVAL: '1h',
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
  const app = await startApp(config, log, { now, runs: false });
  await Promise.all(
    ['discord', 'telegram'].map((platform) =>
      lines.waitFor(
        (line) => line.includes(`"platform":"${platform}","msg":"ready"`),
        `${platform} to be ready`,
      ),
    ),
  );
  const keys = new DemoKeys(billing);
  return {
    billing,
    discord,
    telegram,
    keys,
    clock,
    async pass(ms, onStep) {
      const stepMs = stepFor(ms);
      for (let left = ms; left > 0; left -= stepMs) {
        const from = now();
        const passing = Math.min(stepMs, left);
        // At one moment, so that nobody reads a balance from between.
        keys.use(from, from + passing);
        clock.advance(passing);
        await app.watch();
        onStep();
      }
    },
    async stop() {
      await app.stop();
      await Promise.all([billing.stop(), discord.stop(), telegram.stop()]);
      await rm(folder, { recursive: true });
    },
  };
}

/** How much time passes at once, in milliseconds. The watch reads the keys in each step, so a long time is played in long ones. */
function stepFor(ms: number): number {
  const days = ms / (24 * HOUR_MS);
  if (days <= 1) return HOUR_MS;
  return days <= 10 ? 3 * HOUR_MS : 6 * HOUR_MS;
}
