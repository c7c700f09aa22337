import { z } from 'zod';
import { decodeEncryptionKey } from './keys/key-ring.ts';
import type { LogLevel } from './log.ts';
import { Secret } from './secret.ts';
import { isStorageUrl } from './storage.ts';

/** The settings of a process, checked. */
export interface Config {
  readonly discord: { token: Secret; guildId: string | undefined; apiRoot: string | undefined } | undefined;
  readonly telegram: { token: Secret; apiRoot: string | undefined } | undefined;
  readonly encryptionKey: Secret;
  readonly storeUrl: string;
  readonly billing: { readonly url: URL; readonly deadlineMs: number; readonly freshMs: number };
  readonly keyPageUrl: string;
  readonly topUpUrl: string | undefined;
  readonly currency: string | undefined;
  readonly logLevel: LogLevel;
  /** Where `/healthz` and `/readyz` answer; not at all without it. */
  readonly healthPort: number | undefined;
}

/** Everything that is wrong with the environment, a sentence each. Values of secrets are not in it. */
export class ConfigError extends Error {
  override name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const secret = z.string().transform((value) => new Secret(value));

/** A key travels to this address, so it must be private on the way; only this machine may do without TLS. */
const safeUrl = z.string().refine((text) => {
  const url = parseUrl(text);
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
}, 'is no https:// address');

const webUrl = z
  .string()
  .refine((text) => /^https?:$/.test(parseUrl(text)?.protocol ?? ''), 'is no http(s):// address');

const seconds = (least: number, most: number) =>
  z
    .string()
    .refine((text) => /^\d+(\.\d+)?$/.test(text) && Number(text) >= least && Number(text) <= most, {
      message: `is no number of seconds from ${least} to ${most}`,
    })
    .transform(Number);

const environment = z.object({
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
  DISCORD_API_ROOT: webUrl.optional(),
  TELEGRAM_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]{30,}$/, 'does not look like a Telegram bot token (digits, a colon, 35 characters)')
    .pipe(secret)
    .optional(),
  TELEGRAM_API_ROOT: webUrl.optional(),
  ENCRYPTION_KEY: z
    .string('is missing')
    .refine((text) => decodeEncryptionKey(text) !== undefined, 'is not 32 bytes in base64 or hex')
    .pipe(secret),
  STORE_URL: z
    .string()
    .refine(isStorageUrl, 'is not sqlite:// and a path')
    .default('sqlite://data/talk-bot-balance.sqlite'),
  BILLING_URL: safeUrl.default('https://api.hellogptworld.com/v1/billing'),
  BILLING_TIMEOUT_SECONDS: seconds(1, 60).default(8),
  BALANCE_FRESH_SECONDS: seconds(0, 3600).default(10),
  KEY_PAGE_URL: webUrl.default('https://vip.gptchatclub.com/api'),
  TOPUP_URL: webUrl.optional(),
  CURRENCY: z.string().max(16, 'is longer than 16 characters').optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, `is none of ${LOG_LEVELS.join(', ')}`).default('info'),
  HEALTH_PORT: z
    .string()
    .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, 'is no port from 0 to 65535')
    .transform(Number)
    .optional(),
});

type Variable = keyof z.input<typeof environment>;

/** The variables as they stand in the environment; an empty one counts as not set. */
type Given = Readonly<Partial<Record<Variable, string | undefined>>>;

/** The variables that the process reads; everything else in the environment is somebody else's. */
export const VARIABLES = Object.keys(environment.shape) as readonly Variable[];

const SECRET_VARIABLES: ReadonlySet<Variable> = new Set([
  'DISCORD_TOKEN',
  'TELEGRAM_TOKEN',
  'ENCRYPTION_KEY',
]);

/** What a right value looks like, or how to come by one. */
const EXAMPLES: Readonly<Record<Variable, string>> = {
  DISCORD_TOKEN: 'Copy it from the Discord Developer Portal: your application, Bot, Reset Token.',
  DISCORD_GUILD_ID: 'Example: DISCORD_GUILD_ID=123456789012345678',
  DISCORD_API_ROOT: 'Example: DISCORD_API_ROOT=https://discord.com/api',
  TELEGRAM_TOKEN: 'Copy it from @BotFather: /mybots, your bot, API Token.',
  TELEGRAM_API_ROOT: 'Example: TELEGRAM_API_ROOT=https://api.telegram.org',
  ENCRYPTION_KEY: 'Make one with: npm run keygen',
  STORE_URL: 'Example: STORE_URL=sqlite://data/talk-bot-balance.sqlite',
  BILLING_URL: 'Example: BILLING_URL=https://api.hellogptworld.com/v1/billing',
  BILLING_TIMEOUT_SECONDS: 'Example: BILLING_TIMEOUT_SECONDS=8',
  BALANCE_FRESH_SECONDS: 'Example: BALANCE_FRESH_SECONDS=10',
  KEY_PAGE_URL: 'Example: KEY_PAGE_URL=https://vip.gptchatclub.com/api',
  TOPUP_URL: 'Example: TOPUP_URL=https://example.com/top-up',
  CURRENCY: 'Example: CURRENCY=USD',
  LOG_LEVEL: 'Example: LOG_LEVEL=info',
  HEALTH_PORT: 'Example: HEALTH_PORT=8080',
};

/** What to set when there is no platform to run on. */
const NO_PLATFORM =
  'Neither DISCORD_TOKEN nor TELEGRAM_TOKEN is set. Set at least one of them (see .env.example), or try the bot without any account: npm run demo';

/** Reads and checks the environment. Throws a {@link ConfigError} that tells of every problem at once. */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given: Given = Object.fromEntries(VARIABLES.map((name) => [name, env[name]?.trim() || undefined]));
  const parsed = environment.safeParse(given);
  const problems = parsed.success ? [] : parsed.error.issues.map((issue) => describeProblem(issue, given));
  if (!given.DISCORD_TOKEN && !given.TELEGRAM_TOKEN) problems.unshift(NO_PLATFORM);
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  const values = parsed.data;
  return {
    discord: values.DISCORD_TOKEN && {
      token: values.DISCORD_TOKEN,
      guildId: values.DISCORD_GUILD_ID,
      apiRoot: values.DISCORD_API_ROOT,
    },
    telegram: values.TELEGRAM_TOKEN && { token: values.TELEGRAM_TOKEN, apiRoot: values.TELEGRAM_API_ROOT },
    encryptionKey: values.ENCRYPTION_KEY,
    storeUrl: values.STORE_URL,
    billing: {
      url: new URL(values.BILLING_URL),
      deadlineMs: values.BILLING_TIMEOUT_SECONDS * 1000,
      freshMs: values.BALANCE_FRESH_SECONDS * 1000,
    },
    keyPageUrl: values.KEY_PAGE_URL,
    topUpUrl: values.TOPUP_URL,
    currency: values.CURRENCY,
    logLevel: values.LOG_LEVEL,
    healthPort: values.HEALTH_PORT,
  };
}

function describeProblem(
  issue: z.core.$ZodIssue,
  given: Readonly<Record<string, string | undefined>>,
): string {
  const variable = VARIABLES.find((name) => name === issue.path[0]);
  if (variable === undefined) return issue.message;
  const value = given[variable];
  const found =
    value === undefined
      ? ''
      : SECRET_VARIABLES.has(variable)
        ? ` (found ${value.length} characters)`
        : ` (found "${value}")`;
  return `${variable} ${issue.message}${found}. ${EXAMPLES[variable]}`;
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
