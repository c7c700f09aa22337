import { existsSync } from 'node:fs';
import type { z } from 'zod';
import { blottable } from './blottable.ts';
import { type Allowances, LINK_CODE_TRIES } from './chat/limits.ts';
import type { DiscordOptions } from './discord/adapter.ts';
import { EXAMPLES, environment, NEEDS, SECRET_VARIABLES, type Variable } from './environment.ts';
import type { LogLevel } from './log.ts';
import type { ProxyServer } from './proxy/proxy-server.ts';
import type { KeyRing } from './records/key-ring.ts';
import type { Secret } from './secret.ts';
import { fileVariableOf, withSecretFiles } from './secret-files.ts';
import { withoutPassword } from './storage/open-storage.ts';
import { passwordsIn } from './storage/password.ts';
import type { TelegramOptions } from './telegram/adapter.ts';
import { deriveWebhookSecret, type WebhookOptions } from './telegram/webhook/options.ts';
import type { TracingOptions } from './tracing/otlp.ts';

/** Where things are stored, and what opens them. */
export interface StoreConfig {
  readonly keyRing: KeyRing;
  readonly storeUrl: string;
  readonly logLevel: LogLevel;
  /** Every secret among the settings, for the log to blot out. */
  readonly secrets: readonly Secret[];
}

/** The settings of a process, checked. */
export interface Config extends StoreConfig {
  readonly discord: DiscordOptions | undefined;
  readonly telegram: TelegramOptions | undefined;
  /** The only way to both platforms; directly without it. */
  readonly proxy: ProxyServer | undefined;
  readonly billing: {
    readonly url: URL;
    /** The only way to the billing API; directly without it. */
    readonly proxy: ProxyServer | undefined;
    readonly deadlineMs: number;
    readonly freshMs: number;
    /** Calls under way at the same time at most. */
    readonly concurrency: number;
  };
  /** How much each person may ask of the bot. */
  readonly limits: Allowances;
  /** How often each key is read in the background, in milliseconds; 0 for never. */
  readonly watchPeriodMs: number;
  readonly keyPageUrl: string;
  readonly topUpUrl: string | undefined;
  readonly currency: string | undefined;
  /** Where HTTP requests are answered; none are without it. */
  readonly httpPort: number | undefined;
  /** Where traces go; without it none are made. */
  readonly tracing: TracingOptions | undefined;
}

/** The variables of this process, and those that a file `.env` in the working directory adds. */
export function ownEnvironment(): NodeJS.ProcessEnv {
  if (existsSync('.env')) process.loadEnvFile();
  return process.env;
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

/** The variables that the process reads; everything else in the environment is somebody else's. */
export const VARIABLES: readonly string[] = [
  ...Object.keys(environment.shape),
  ...SECRET_VARIABLES.map(fileVariableOf),
];

const NO_PLATFORM =
  'Neither DISCORD_TOKEN nor TELEGRAM_TOKEN is set. Set at least one of them (see .env.example), or try the bot without any account: npm run demo';

const NO_KEY = `ENCRYPTION_KEY is missing, and so is ENCRYPTION_KEYS. ${EXAMPLES.ENCRYPTION_KEY}`;

const TWO_RINGS =
  'ENCRYPTION_KEYS and ENCRYPTION_KEY are both set. Keep ENCRYPTION_KEYS, with the key of the other as one of its entries.';

type Values = z.output<typeof environment>;

type SecretVariable = (typeof SECRET_VARIABLES)[number];

/** Whether a variable is set, here or in a file, and where a value is asked for, to that. */
type IsSet = (name: Variable, value?: string) => boolean;

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads and checks the environment. Throws a {@link ConfigError} that tells of every problem at once. */
export function parseConfig(env: Environment): Config {
  const { values, store } = read(env, (isSet) => [
    ...(isSet('DISCORD_TOKEN') || isSet('TELEGRAM_TOKEN') ? [] : [NO_PLATFORM]),
    ...findMissing(isSet),
  ]);
  const webhook = values.TELEGRAM_TOKEN && readWebhook(values, values.TELEGRAM_TOKEN);
  return {
    ...store,
    secrets: [...store.secrets, ...(webhook ? [webhook.secret] : [])],
    discord: values.DISCORD_TOKEN && {
      token: values.DISCORD_TOKEN,
      guildId: values.DISCORD_GUILD_ID,
      guildAllowList: values.DISCORD_GUILD_ALLOWLIST,
      apiRoot: values.DISCORD_API_ROOT,
      intake: readIntake(values),
    },
    telegram: values.TELEGRAM_TOKEN && {
      token: values.TELEGRAM_TOKEN,
      chatAllowList: values.TELEGRAM_CHAT_ALLOWLIST,
      apiRoot: values.TELEGRAM_API_ROOT,
      webhook,
    },
    proxy: values.PROXY_URL,
    billing: {
      url: new URL(values.BILLING_URL),
      proxy: values.BILLING_PROXY_URL,
      deadlineMs: values.BILLING_TIMEOUT_SECONDS * 1000,
      freshMs: values.BALANCE_FRESH_SECONDS * 1000,
      concurrency: values.BILLING_CONCURRENCY,
    },
    limits: {
      messages: { points: values.MESSAGES_PER_MINUTE, seconds: 60 },
      'look-ups': { points: values.LOOKUPS_PER_MINUTE, seconds: 60 },
      registrations: { points: values.REGISTRATIONS_PER_HOUR, seconds: 3600 },
      'link-codes': LINK_CODE_TRIES,
    },
    watchPeriodMs: values.WATCH_INTERVAL,
    keyPageUrl: values.KEY_PAGE_URL,
    topUpUrl: values.TOPUP_URL,
    currency: values.CURRENCY,
    httpPort: values.HTTP_PORT,
    tracing: values.OTEL_EXPORTER_OTLP_ENDPOINT
      ? {
          endpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT,
          headers: values.OTEL_EXPORTER_OTLP_HEADERS ?? {},
          serviceName: values.OTEL_SERVICE_NAME,
          share: values.OTEL_TRACES_SAMPLER_ARG,
        }
      : undefined,
  };
}

/** What the tools need that work on the store alone. Throws a {@link ConfigError} like {@link parseConfig}. */
export function parseStoreConfig(env: Environment): StoreConfig {
  return read(env, () => []).store;
}

function readWebhook(
  { TELEGRAM_MODE: mode, TELEGRAM_WEBHOOK_URL: url, TELEGRAM_WEBHOOK_SECRET: secret }: Values,
  token: Secret,
): WebhookOptions | undefined {
  return mode === 'webhook' && url !== undefined
    ? { url, secret: secret ?? deriveWebhookSecret(token) }
    : undefined;
}

function readIntake({
  DISCORD_MODE: mode,
  DISCORD_PUBLIC_KEY: publicKey,
  DISCORD_SHARDS: shards,
}: Values): DiscordOptions['intake'] {
  return mode === 'http' && publicKey !== undefined
    ? { kind: 'http', publicKey }
    : { kind: 'gateway', shards };
}

function findMissing(isSet: IsSet): string[] {
  return NEEDS.filter(({ variable, value }) => isSet(variable, value)).flatMap(
    ({ variable, value, needed }) =>
      needed
        .filter((name) => !isSet(name))
        .map((name) => `${name} is missing, which ${variable}=${value} needs. ${EXAMPLES[name]}`),
  );
}

/** @param require finds problems by which of the variables are set */
function read(
  env: Environment,
  require: (isSet: IsSet) => readonly string[],
): { values: Values; store: StoreConfig } {
  const problems: string[] = [];
  const isValue = (name: SecretVariable, text: string) => environment.shape[name].safeParse(text).success;
  const complete = withSecretFiles(env, SECRET_VARIABLES, isValue, (problem) => problems.push(problem));
  const given = Object.fromEntries(VARIABLES.map((name) => [name, complete[name]?.trim() || undefined]));
  const isSet: IsSet = (name, value) =>
    value === undefined ? Boolean(given[name] ?? given[fileVariableOf(name)]) : given[name] === value;
  problems.unshift(...require(isSet));
  const parsed = environment.safeParse(given);
  if (!parsed.success) problems.push(...parsed.error.issues.map((issue) => describe(issue, given)));
  if (isSet('ENCRYPTION_KEY') && isSet('ENCRYPTION_KEYS')) problems.push(TWO_RINGS);
  if (!isSet('ENCRYPTION_KEY') && !isSet('ENCRYPTION_KEYS')) problems.push(NO_KEY);
  const keys = parsed.data?.ENCRYPTION_KEYS ?? parsed.data?.ENCRYPTION_KEY;
  if (!parsed.success || keys === undefined || problems.length > 0) throw new ConfigError(problems);
  const values = parsed.data;
  return {
    values,
    store: {
      keyRing: keys.ring,
      storeUrl: values.STORE_URL,
      logLevel: values.LOG_LEVEL,
      secrets: [
        ...keys.secrets,
        values.DISCORD_TOKEN,
        values.TELEGRAM_TOKEN,
        ...passwordsIn(values.STORE_URL),
        ...credentialsIn(values.OTEL_EXPORTER_OTLP_HEADERS ?? {}),
        ...(values.PROXY_URL?.secrets ?? []),
        ...(values.BILLING_PROXY_URL?.secrets ?? []),
      ].filter((each) => each !== undefined),
    },
  };
}

function describe(issue: z.core.$ZodIssue, given: Environment): string {
  const variable = Object.keys(environment.shape).find((name) => name === issue.path[0]) as
    | Variable
    | undefined;
  if (variable === undefined) return issue.message;
  return `${variable} ${issue.message}${found(variable, given[variable])}. ${EXAMPLES[variable]}`;
}

function found(variable: Variable, value: string | undefined): string {
  if (value === undefined) return '';
  const isSecret = SECRET_VARIABLES.some((name) => name === variable);
  // Addresses may hold a password.
  return isSecret
    ? ` (found ${value.length} characters)`
    : ` (found "${withoutPassword(value).replace(/:\/\/.*@/, '://…@')}")`;
}

/** What is secret of headers, without a scheme such as `Bearer`. */
function credentialsIn(headers: Readonly<Record<string, Secret>>): Secret[] {
  // Shorter values, such as the number of a tenant, are none.
  return blottable(Object.values(headers).map((value) => value.reveal().replace(/^\w+ /, '')));
}
