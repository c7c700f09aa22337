import { z } from 'zod';
import { parseShards } from './discord/shards.ts';
import {
  apiRoot,
  duration,
  headers,
  idList,
  keyRing,
  proxy,
  safeUrl,
  seconds,
  secret,
  webUrl,
  whole,
} from './environment-values.ts';
import { isStorageUrl } from './storage/open-storage.ts';
import { encodingFault } from './storage/password.ts';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const TELEGRAM_MODES = ['polling', 'webhook'] as const;

/** Each variable, checked on its own. */
export const environment = z.object({
  DISCORD_TOKEN: z
    .string()
    .regex(
      /^[\w-]+\.[\w-]+\.[\w-]+$/,
      'does not look like a Discord bot token (three parts with dots between)',
    )
    .pipe(secret)
    .optional(),
  DISCORD_GUILD_ID: z
    .string()
    .regex(/^\d{17,20}$/, 'is no server id (17 to 20 digits)')
    .optional(),
  DISCORD_GUILD_ALLOWLIST: idList(/^\d{17,20}$/, 'server ids (17 to 20 digits each)').optional(),
  DISCORD_API_ROOT: apiRoot.optional(),
  DISCORD_MODE: z.enum(['gateway', 'http'], 'is neither gateway nor http').default('gateway'),
  DISCORD_PUBLIC_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, 'is no public key (64 hexadecimal digits)')
    .optional(),
  DISCORD_SHARDS: z
    .string()
    .transform(parseShards)
    .refine(
      (shards) => shards !== undefined,
      'is neither auto nor shards of a number of them, such as 0-3/16',
    )
    .prefault('auto'),
  TELEGRAM_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]{30,}$/, 'does not look like a Telegram bot token (digits, a colon, 35 characters)')
    .pipe(secret)
    .optional(),
  TELEGRAM_CHAT_ALLOWLIST: idList(
    /^-?\d{1,16}$/,
    'chat ids (numbers; those of groups begin with -)',
  ).optional(),
  TELEGRAM_API_ROOT: apiRoot.optional(),
  TELEGRAM_MODE: z.enum(TELEGRAM_MODES, `is none of ${TELEGRAM_MODES.join(', ')}`).default('polling'),
  TELEGRAM_WEBHOOK_URL: safeUrl.transform((text) => new URL(text)).optional(),
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    // The characters are those of the Bot API's `setWebhook`, which takes shorter ones, but they can be guessed.
    .regex(/^[\w-]{16,256}$/, 'is not 16 to 256 of the characters A-Z, a-z, 0-9, _ and -')
    .pipe(secret)
    .optional(),
  PROXY_URL: proxy('PROXY_URL').optional(),
  ENCRYPTION_KEY: keyRing.optional(),
  ENCRYPTION_KEYS: keyRing.optional(),
  STORE_URL: z
    .string()
    .refine(
      isStorageUrl,
      'is neither sqlite:// with a path nor redis://, rediss:// or postgres:// with a host',
    )
    .superRefine((url, context) => {
      const fault = encodingFault(url);
      if (fault !== undefined) context.addIssue(fault);
    })
    .default('sqlite://data/talk-bot-balance.sqlite'),
  BILLING_URL: safeUrl.default('https://api.hellogptworld.com/v1/billing'),
  BILLING_PROXY_URL: proxy('BILLING_PROXY_URL').optional(),
  BILLING_TIMEOUT_SECONDS: seconds(1, 60).default(8),
  BALANCE_FRESH_SECONDS: seconds(0, 3600).default(10),
  // One slot is not enough: while a call probes a failing API, another must answer everybody at once.
  BILLING_CONCURRENCY: whole(2, 1000).default(32),
  MESSAGES_PER_MINUTE: whole(0, 100_000).default(30),
  LOOKUPS_PER_MINUTE: whole(0, 100_000).default(10),
  REGISTRATIONS_PER_HOUR: whole(0, 100_000).default(10),
  WATCH_INTERVAL: duration(1_000, 7 * 86_400_000, '1s to 7d').prefault('1h'),
  KEY_PAGE_URL: webUrl.default('https://vip.gptchatclub.com/api'),
  TOPUP_URL: webUrl.optional(),
  CURRENCY: z.string().max(16, 'is longer than 16 characters').optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, `is none of ${LOG_LEVELS.join(', ')}`).default('info'),
  HTTP_PORT: z
    .string()
    .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, 'is no port from 0 to 65535')
    .transform(Number)
    .optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: webUrl.optional(),
  OTEL_EXPORTER_OTLP_HEADERS: headers.optional(),
  OTEL_SERVICE_NAME: z.string().max(64, 'is longer than 64 characters').default('talk-bot-balance'),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .refine((text) => /^\d(\.\d+)?$/.test(text) && Number(text) <= 1, 'is no number from 0 to 1')
    .transform(Number)
    .prefault('1'),
});

export type Variable = keyof z.input<typeof environment>;

const EXAMPLE_PROXY =
  'socks5://user:password@proxy.example.com:1080 (in a user or password, write %40 for @, %3A for : and %2F for /)';

/** What a right value looks like, or how to come by one. */
export const EXAMPLES: Readonly<Record<Variable, string>> = {
  DISCORD_TOKEN: 'Copy it from the Discord Developer Portal: your application, Bot, Reset Token.',
  DISCORD_GUILD_ID: 'Example: DISCORD_GUILD_ID=123456789012345678',
  DISCORD_GUILD_ALLOWLIST: 'Example: DISCORD_GUILD_ALLOWLIST=123456789012345678,234567890123456789',
  DISCORD_API_ROOT: 'Example: DISCORD_API_ROOT=https://discord.com/api',
  DISCORD_MODE: 'Example: DISCORD_MODE=gateway',
  DISCORD_PUBLIC_KEY: 'Copy it from the Discord Developer Portal: your application, General Information.',
  DISCORD_SHARDS: 'Example: DISCORD_SHARDS=0-3/16',
  TELEGRAM_TOKEN: 'Copy it from @BotFather: /mybots, your bot, API Token.',
  TELEGRAM_CHAT_ALLOWLIST: 'Example: TELEGRAM_CHAT_ALLOWLIST=-1001234567890,987654321',
  TELEGRAM_API_ROOT: 'Example: TELEGRAM_API_ROOT=https://api.telegram.org',
  TELEGRAM_MODE: 'Example: TELEGRAM_MODE=polling',
  TELEGRAM_WEBHOOK_URL: 'Example: TELEGRAM_WEBHOOK_URL=https://bot.example.com/telegram',
  TELEGRAM_WEBHOOK_SECRET:
    'Make one with: openssl rand -hex 32; or leave it out, and one is derived from TELEGRAM_TOKEN.',
  PROXY_URL: `Example: PROXY_URL=${EXAMPLE_PROXY}`,
  ENCRYPTION_KEY: 'Make one with: npm run keygen',
  ENCRYPTION_KEYS: 'Form: name:key,name:key with the key that writes first. Make a key with: npm run keygen',
  STORE_URL: 'Example: STORE_URL=sqlite://data/talk-bot-balance.sqlite',
  BILLING_URL: 'Example: BILLING_URL=https://api.hellogptworld.com/v1/billing',
  BILLING_PROXY_URL: `Example: BILLING_PROXY_URL=${EXAMPLE_PROXY}`,
  BILLING_TIMEOUT_SECONDS: 'Example: BILLING_TIMEOUT_SECONDS=8',
  BALANCE_FRESH_SECONDS: 'Example: BALANCE_FRESH_SECONDS=10',
  BILLING_CONCURRENCY: 'Example: BILLING_CONCURRENCY=32',
  MESSAGES_PER_MINUTE: 'Example: MESSAGES_PER_MINUTE=30',
  LOOKUPS_PER_MINUTE: 'Example: LOOKUPS_PER_MINUTE=10',
  REGISTRATIONS_PER_HOUR: 'Example: REGISTRATIONS_PER_HOUR=10',
  WATCH_INTERVAL: 'Example: WATCH_INTERVAL=1h',
  KEY_PAGE_URL: 'Example: KEY_PAGE_URL=https://vip.gptchatclub.com/api',
  TOPUP_URL: 'Example: TOPUP_URL=https://example.com/top-up',
  CURRENCY: 'Example: CURRENCY=USD',
  LOG_LEVEL: 'Example: LOG_LEVEL=info',
  HTTP_PORT: 'Example: HTTP_PORT=8080',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'Example: OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318',
  OTEL_EXPORTER_OTLP_HEADERS: 'Form: name=value,name=value, such as authorization=Bearer%20TOKEN',
  OTEL_SERVICE_NAME: 'Example: OTEL_SERVICE_NAME=talk-bot-balance',
  OTEL_TRACES_SAMPLER_ARG: 'Example: OTEL_TRACES_SAMPLER_ARG=0.1',
};

/** The secrets; each may also come from a file, whose path is in the variable of that name and `_FILE`. */
export const SECRET_VARIABLES = [
  'DISCORD_TOKEN',
  'TELEGRAM_TOKEN',
  'TELEGRAM_WEBHOOK_SECRET',
  'ENCRYPTION_KEY',
  'ENCRYPTION_KEYS',
  // With the password of a server.
  'STORE_URL',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'PROXY_URL',
  'BILLING_PROXY_URL',
] as const satisfies readonly Variable[];

/** Settings that others cannot do without. */
export const NEEDS: readonly {
  readonly variable: Variable;
  readonly value: string;
  readonly needed: readonly Variable[];
}[] = [
  {
    variable: 'TELEGRAM_MODE',
    value: 'webhook',
    needed: ['TELEGRAM_TOKEN', 'TELEGRAM_WEBHOOK_URL', 'HTTP_PORT'],
  },
  {
    variable: 'DISCORD_MODE',
    value: 'http',
    needed: ['DISCORD_TOKEN', 'DISCORD_PUBLIC_KEY', 'HTTP_PORT'],
  },
];
