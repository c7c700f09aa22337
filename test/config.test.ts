import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, parseConfig, VARIABLES } from '../src/config.ts';
import { scrubber } from '../src/log.ts';

const ENCRYPTION_KEY = Buffer.alloc(32, 7).toString('base64');
const TELEGRAM_TOKEN = `1234567890:${'t'.repeat(35)}`;

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    parseConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('the configuration', () => {
  it('needs one token and an encryption key, and has defaults for all else', () => {
    const config = parseConfig({ TELEGRAM_TOKEN, ENCRYPTION_KEY, CURRENCY: ' ' });
    expect(config).toMatchObject({
      discord: undefined,
      storeUrl: 'sqlite://data/talk-bot-balance.sqlite',
      billing: { deadlineMs: 8_000, freshMs: 10_000, concurrency: 32 },
      keyPageUrl: 'https://vip.gptchatclub.com/api',
      topUpUrl: undefined,
      currency: undefined,
      logLevel: 'info',
    });
    expect(config.billing.url.href).toBe('https://api.hellogptworld.com/v1/billing');
  });

  it('tells every problem at once, each with the variable and without a secret', () => {
    const problems = problemsOf({
      DISCORD_TOKEN: 'not-a-token-at-all',
      TELEGRAM_TOKEN: 'neither-is-this',
      ENCRYPTION_KEY: 'dG9vIHNob3J0',
      BILLING_URL: 'http://example.com/v1/billing',
      BALANCE_FRESH_SECONDS: '-1',
      BILLING_CONCURRENCY: '1',
      LOG_LEVEL: 'loud',
      DISCORD_GUILD_ID: 'my server',
      HTTP_PORT: '99999',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318',
      OTEL_EXPORTER_OTLP_HEADERS: 'not-a-pair-at-all',
      OTEL_TRACES_SAMPLER_ARG: '2',
    });
    expect(problems.map((problem) => problem.split(' ')[0]).sort()).toEqual([
      'BALANCE_FRESH_SECONDS',
      'BILLING_CONCURRENCY',
      'BILLING_URL',
      'DISCORD_GUILD_ID',
      'DISCORD_TOKEN',
      'ENCRYPTION_KEY',
      'HTTP_PORT',
      'LOG_LEVEL',
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      'OTEL_EXPORTER_OTLP_HEADERS',
      'OTEL_TRACES_SAMPLER_ARG',
      'TELEGRAM_TOKEN',
    ]);
    const text = problems.join('\n');
    for (const secret of ['not-a-token-at-all', 'neither-is-this', 'dG9vIHNob3J0', 'not-a-pair-at-all'])
      expect(text).not.toContain(secret);
    expect(text).toContain('found "loud"');
    expect(text).toContain('npm run keygen');
  });

  it('takes a key ring in place of the one key, but not both', () => {
    const ring = `new:${Buffer.alloc(32, 8).toString('hex')},old:${ENCRYPTION_KEY}`;
    const config = parseConfig({ TELEGRAM_TOKEN, ENCRYPTION_KEYS: ring });
    expect(config.keyRing.keys.map(({ label }) => label)).toEqual(['new', 'old']);
    expect(config.secrets.map((secret) => secret.reveal())).toEqual([
      Buffer.alloc(32, 8).toString('hex'),
      ENCRYPTION_KEY,
      TELEGRAM_TOKEN,
    ]);
    expect(problemsOf({ TELEGRAM_TOKEN, ENCRYPTION_KEY, ENCRYPTION_KEYS: ring })).toEqual([
      expect.stringMatching(/ENCRYPTION_KEYS and ENCRYPTION_KEY are both set/),
    ]);
    expect(problemsOf({ TELEGRAM_TOKEN, ENCRYPTION_KEYS: `new:short,old:${ENCRYPTION_KEY}` })).toEqual([
      expect.stringMatching(/^ENCRYPTION_KEYS is not 32 bytes .* in entry 1 of 2 \(found \d+ characters\)/),
    ]);
  });

  it('takes the headers for a collector as OpenTelemetry has them, and blots out what is secret in them', () => {
    const { tracing, secrets } = parseConfig({
      TELEGRAM_TOKEN,
      ENCRYPTION_KEY,
      OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.example.com/otlp',
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20a-token%2Cwith=more, x-tenant=12',
      OTEL_TRACES_SAMPLER_ARG: '0.25',
    });
    expect(tracing).toMatchObject({
      endpoint: 'https://collector.example.com/otlp',
      serviceName: 'talk-bot-balance',
      share: 0.25,
    });
    const headers = Object.entries(tracing?.headers ?? {}).map(([name, value]) => [name, value.reveal()]);
    expect(headers).toEqual([
      ['authorization', 'Bearer a-token,with=more'],
      ['x-tenant', '12'],
    ]);
    expect(secrets.map((secret) => secret.reveal())).toEqual([
      ENCRYPTION_KEY,
      TELEGRAM_TOKEN,
      'a-token,with=more',
    ]);
  });

  it('knows no secret but the keys of a ring that ends in a comma', () => {
    const config = parseConfig({ TELEGRAM_TOKEN, ENCRYPTION_KEYS: `only:${ENCRYPTION_KEY},\n` });
    expect(config.secrets.map((secret) => secret.reveal())).toEqual([ENCRYPTION_KEY, TELEGRAM_TOKEN]);
  });

  describe('with secrets in files', () => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'talk-bot-balance-'));
      await writeFile(join(folder, 'token'), `${TELEGRAM_TOKEN}\n`);
      await writeFile(
        join(folder, 'keys'),
        `new:${Buffer.alloc(32, 8).toString('hex')}\nold:${ENCRYPTION_KEY}\n`,
      );
      await writeFile(join(folder, 'empty'), '\n');
    });
    afterEach(() => rm(folder, { recursive: true }));
    const files = () => ({
      TELEGRAM_TOKEN_FILE: join(folder, 'token'),
      ENCRYPTION_KEYS_FILE: join(folder, 'keys'),
    });

    it('reads them', () => {
      const config = parseConfig(files());
      expect(config.telegram?.token.reveal()).toBe(TELEGRAM_TOKEN);
      expect(config.keyRing.keys).toHaveLength(2);
    });

    it('reads one whose name could be a secret too', async () => {
      const name = 'talkbot_balance_encryption_keys_of_the_ring_';
      const path = join(folder, name);
      await writeFile(path, ENCRYPTION_KEY);
      expect(parseConfig({ TELEGRAM_TOKEN, ENCRYPTION_KEY_FILE: path }).keyRing.keys).toHaveLength(1);
    });

    it('names the variable and the file that cannot be used', () => {
      expect(problemsOf({ ...files(), TELEGRAM_TOKEN_FILE: join(folder, 'missing') })).toEqual([
        expect.stringMatching(/^TELEGRAM_TOKEN_FILE .*ENOENT.*missing/),
      ]);
      expect(problemsOf({ ...files(), ENCRYPTION_KEYS_FILE: join(folder, 'empty') })).toEqual([
        expect.stringMatching(/^ENCRYPTION_KEYS_FILE names an empty file/),
      ]);
      for (const [variable, value] of [
        ['TELEGRAM_TOKEN_FILE', TELEGRAM_TOKEN],
        ['ENCRYPTION_KEYS_FILE', ENCRYPTION_KEY],
      ] as const) {
        const problems = problemsOf({ ...files(), [variable]: value }).join('\n');
        expect(problems).toContain(`${variable} seems to hold the value itself`);
        expect(problems).not.toContain(value);
      }
      expect(problemsOf({ ...files(), TELEGRAM_TOKEN })).toEqual([
        expect.stringMatching(/^TELEGRAM_TOKEN and TELEGRAM_TOKEN_FILE are both set/),
      ]);
    });
  });

  it('takes shards of the gateway, or the endpoint with all that it needs', () => {
    const DISCORD_TOKEN = `${'a'.repeat(24)}.${'b'.repeat(6)}.${'c'.repeat(38)}`;
    const env = { DISCORD_TOKEN, ENCRYPTION_KEY };
    expect(parseConfig(env).discord?.intake).toEqual({ kind: 'gateway', shards: 'auto' });
    expect(parseConfig({ ...env, DISCORD_SHARDS: '0-3/16' }).discord?.intake).toEqual({
      kind: 'gateway',
      shards: { first: 0, last: 3, count: 16 },
    });
    expect(problemsOf({ ...env, DISCORD_SHARDS: '16/16' })).toEqual([
      expect.stringMatching(/^DISCORD_SHARDS is neither auto nor .*found "16\/16".*Example/),
    ]);
    expect(problemsOf({ ...env, DISCORD_MODE: 'http' })).toEqual([
      expect.stringMatching(/^DISCORD_PUBLIC_KEY is missing, which DISCORD_MODE=http needs/),
      expect.stringMatching(/^HTTP_PORT is missing, which DISCORD_MODE=http needs/),
    ]);
    const publicKey = 'ab'.repeat(32);
    const http = { ...env, DISCORD_MODE: 'http', DISCORD_PUBLIC_KEY: publicKey, HTTP_PORT: '8080' };
    expect(parseConfig(http).discord?.intake).toEqual({ kind: 'http', publicKey });
  });

  it('takes plain http for the billing API on this machine only', () => {
    const env = { TELEGRAM_TOKEN, ENCRYPTION_KEY };
    expect(problemsOf({ ...env, BILLING_URL: 'http://127.0.0.1:8080/v1/billing' })).toEqual([]);
    expect(problemsOf({ ...env, BILLING_URL: 'http://127.0.0.1.example.com/' })).toHaveLength(1);
  });

  describe('of a Telegram webhook', () => {
    const env = {
      TELEGRAM_TOKEN,
      ENCRYPTION_KEY,
      TELEGRAM_MODE: 'webhook',
      TELEGRAM_WEBHOOK_URL: 'https://bot.example.com/telegram',
      HTTP_PORT: '8080',
    };

    it('derives the secret that none is given for, the same for one token and not for another', () => {
      const { telegram, secrets } = parseConfig(env);
      expect(telegram?.webhook?.url.pathname).toBe('/telegram');
      const secret = telegram?.webhook?.secret.reveal() ?? '';
      expect(secret).toMatch(/^[\w-]{43}$/);
      expect(secrets.map((each) => each.reveal())).toContain(secret);
      expect(parseConfig(env).telegram?.webhook?.secret.reveal()).toBe(secret);
      const other = parseConfig({ ...env, TELEGRAM_TOKEN: `1234567890:${'u'.repeat(35)}` });
      expect(other.telegram?.webhook?.secret.reveal()).not.toBe(secret);
    });

    it('takes a secret of the characters that Telegram takes, and does not repeat a wrong one', () => {
      const given = 'a-chosen_Secret-16';
      const config = parseConfig({ ...env, TELEGRAM_WEBHOOK_SECRET: given });
      expect(config.telegram?.webhook?.secret.reveal()).toBe(given);
      expect(config.secrets.map((each) => each.reveal())).toContain(given);
      const problems = problemsOf({ ...env, TELEGRAM_WEBHOOK_SECRET: 'not a chosen secret' });
      expect(problems).toEqual([expect.stringMatching(/^TELEGRAM_WEBHOOK_SECRET .*found 19 characters/)]);
    });

    it('names all that is missing, and nothing where the bot polls', () => {
      const { TELEGRAM_WEBHOOK_URL: _url, HTTP_PORT: _port, ...incomplete } = env;
      expect(problemsOf(incomplete)).toEqual([
        expect.stringMatching(/^TELEGRAM_WEBHOOK_URL is missing, which TELEGRAM_MODE=webhook needs/),
        expect.stringMatching(/^HTTP_PORT is missing, which TELEGRAM_MODE=webhook needs/),
      ]);
      expect(problemsOf({ ...incomplete, TELEGRAM_MODE: 'polling' })).toEqual([]);
      expect(parseConfig({ ...env, TELEGRAM_MODE: 'polling' }).telegram?.webhook).toBeUndefined();
      expect(problemsOf({ ...env, TELEGRAM_WEBHOOK_URL: 'http://bot.example.com/' })).toHaveLength(1);
    });
  });

  it('takes proxies, whose passwords it keeps to itself', () => {
    const env = { TELEGRAM_TOKEN, ENCRYPTION_KEY };
    const config = parseConfig({
      ...env,
      PROXY_URL: 'socks5://ann:open-sesame@10.0.0.1',
      BILLING_PROXY_URL: 'https://bob:close-sesame@proxy.example.com',
    });
    expect(config.proxy).toMatchObject({ protocol: 'socks5', host: '10.0.0.1', port: 1080 });
    expect(config.billing.proxy).toMatchObject({ protocol: 'https', host: 'proxy.example.com', port: 443 });
    const secrets = config.secrets.map((secret) => secret.reveal());
    for (const credentials of ['ann:open-sesame', 'bob:close-sesame']) {
      expect(secrets).toContain(credentials.split(':')[1]);
      expect(secrets).toContain(Buffer.from(credentials).toString('base64'));
    }
    const problems = problemsOf({ ...env, PROXY_URL: 'ftp://ann:open-sesame@10.0.0.1' });
    expect(problems).toEqual([
      expect.stringMatching(/^PROXY_URL is no .* address of a proxy \(found 30 characters\)/),
    ]);
    expect(problems.join()).not.toContain('sesame@10');
  });

  describe('of a store on a server', () => {
    const env = { TELEGRAM_TOKEN, ENCRYPTION_KEY };
    const logOf = (url: string, text: string) =>
      scrubber(parseConfig({ ...env, STORE_URL: url }).secrets)(JSON.stringify(text));

    it('keeps the password to itself in every form that it may have', () => {
      const [password, encoded] = ['two "words":%', 'two%20"words":%25'];
      for (const url of [
        `redis://ann:${encoded}@host/0`,
        `postgres://ann@host/db?password=${encoded}&ssl=true`,
      ]) {
        for (const form of [url, password, encoded, new URL(url).href, encodeURIComponent(password)])
          expect(logOf(url, `failed with ${form}`)).not.toContain('words');
      }
      const plus = 'postgres://ann@host/db?password=two+%22words%22';
      expect(logOf(plus, 'failed with two "words"')).not.toContain('words');
    });

    it('leaves the words of the log alone where the password is short', () => {
      for (const url of ['redis://:e@host', 'postgres://ann:info@host/db', 'postgres://host/db?password=e'])
        expect(logOf(url, 'here is some info')).toBe('"here is some info"');
      expect(logOf('redis://:e@host', 'for redis://:e@host')).toBe('"for [secret]"');
    });

    it.each(['redis://:100%@host', 'postgres://ann:%e9t%e9@host/db', 'postgres://100%:open-sesame@host/db'])(
      'has no password with a stray per cent sign, as in %s',
      (url) => {
        expect(problemsOf({ ...env, STORE_URL: url })).toEqual([
          expect.stringMatching(/^STORE_URL .*write %25 for % \(found \d+ characters\)/),
        ]);
      },
    );

    it.each(['redis://ann:12/secret@host', 'postgres://ann:/secret@host/db'])(
      'has no slash in a password, as in %s',
      (url) => {
        const problems = problemsOf({ ...env, STORE_URL: url });
        expect(problems).toEqual([expect.stringMatching(/^STORE_URL .*write %2F for a \/ in a password/)]);
        expect(problems.join()).not.toContain('secret@');
      },
    );

    it('does without an address where that is a file', () => {
      expect(problemsOf({ ...env, STORE_URL: 'sqlite://a:100%@b/c' })).toEqual([]);
    });
  });

  it('shows no password of an address that it does not take', () => {
    const problems = problemsOf({
      TELEGRAM_TOKEN,
      ENCRYPTION_KEY,
      BILLING_URL: 'ftp://ann:open-sesame@example.com/?a=b&password=close-sesame',
    });
    expect(problems).toEqual([expect.stringContaining('(found "ftp://…@example.com/?a=b&password=…")')]);
  });

  it('takes the addresses of APIs with a slash at the end as well', () => {
    const config = parseConfig({
      TELEGRAM_TOKEN,
      ENCRYPTION_KEY,
      TELEGRAM_API_ROOT: 'http://10.0.0.1:8081/',
    });
    expect(config.telegram?.apiRoot).toBe('http://10.0.0.1:8081');
  });

  it('points at the demo when there is no platform', () => {
    expect(problemsOf({ ENCRYPTION_KEY })).toEqual([expect.stringContaining('npm run demo')]);
  });

  it.each(['.env.example', 'README.md'])('is described in %s, every variable of it and no other', (file) => {
    const text = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
    const described =
      file === '.env.example'
        ? [...text.matchAll(/^#?([A-Z][A-Z_]+)=/gm)].map(([, name]) => name)
        : [...text.matchAll(/^\| `([A-Z][A-Z_]+)` \|/gm)].map(([, name]) => name);
    expect(described.sort()).toEqual([...VARIABLES].sort());
  });
});
