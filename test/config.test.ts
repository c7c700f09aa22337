import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConfigError, parseConfig, VARIABLES } from '../src/config.ts';

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
      billing: { deadlineMs: 8_000, freshMs: 10_000 },
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
      LOG_LEVEL: 'loud',
      DISCORD_GUILD_ID: 'my server',
      HEALTH_PORT: '99999',
    });
    expect(problems.map((problem) => problem.split(' ')[0]).sort()).toEqual([
      'BALANCE_FRESH_SECONDS',
      'BILLING_URL',
      'DISCORD_GUILD_ID',
      'DISCORD_TOKEN',
      'ENCRYPTION_KEY',
      'HEALTH_PORT',
      'LOG_LEVEL',
      'TELEGRAM_TOKEN',
    ]);
    const text = problems.join('\n');
    for (const secret of ['not-a-token-at-all', 'neither-is-this', 'dG9vIHNob3J0'])
      expect(text).not.toContain(secret);
    expect(text).toContain('found "loud"');
    expect(text).toContain('npm run keygen');
  });

  it('takes plain http for the billing API on this machine only', () => {
    const env = { TELEGRAM_TOKEN, ENCRYPTION_KEY };
    expect(problemsOf({ ...env, BILLING_URL: 'http://127.0.0.1:8080/v1/billing' })).toEqual([]);
    expect(problemsOf({ ...env, BILLING_URL: 'http://127.0.0.1.example.com/' })).toHaveLength(1);
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
