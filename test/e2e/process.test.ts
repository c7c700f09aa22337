import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BillingSandbox } from '../../src/sandbox/billing/index.ts';
import type { DiscordSandbox } from '../../src/sandbox/discord/index.ts';
import { listenOnLoopback } from '../../src/sandbox/loopback.ts';
import type { TelegramSandbox } from '../../src/sandbox/telegram/index.ts';
import { BotProcess } from './bot-process.ts';
import { startSandboxes, stopSandboxes } from './sandboxes.ts';
import { findSecrets } from './secret-scan.ts';

describe('the process', () => {
  let folder: string;
  let bot: BotProcess | undefined;
  let billing: BillingSandbox;
  let discord: DiscordSandbox;
  let telegram: TelegramSandbox;
  let encryptionKey: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'talk-bot-balance-'));
    ({ billing, discord, telegram } = await startSandboxes());
    encryptionKey = randomBytes(32).toString('base64');
  });
  afterEach(async () => {
    bot?.end();
    await bot?.exited;
    await stopSandboxes({ billing, discord, telegram });
    await rm(folder, { recursive: true });
  });

  const environment = () => ({
    ENCRYPTION_KEY: encryptionKey,
    STORE_URL: `sqlite://${folder}/data/store.sqlite`,
    BILLING_URL: billing.url,
    BALANCE_FRESH_SECONDS: '0',
    BILLING_TIMEOUT_SECONDS: '2',
    LOG_LEVEL: 'trace',
    DISCORD_TOKEN: discord.token,
    DISCORD_API_ROOT: discord.apiRoot,
    TELEGRAM_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
  });

  function startBot(env: Readonly<Record<string, string>>): BotProcess {
    bot = new BotProcess(folder, env);
    return bot;
  }

  it('serves both platforms, finishes what is in hand at SIGTERM, exits with 0 and betrays no secret', async () => {
    const running = startBot(environment());
    await Promise.all([
      running.saying('"platform":"telegram","msg":"ready"'),
      running.saying('"platform":"discord","msg":"ready"'),
    ]);
    const keys = [0, 1].map(() => `sk-${randomBytes(18).toString('hex')}`);
    const [first = '', second = ''] = keys;
    for (const key of keys) billing.setKey(key, { kind: 'good' });

    const bob = telegram.user({ firstName: 'Bob' });
    bob.send(first);
    await bob.privateChat.messages.waitFor(({ text }) => text.includes('Your key is registered'));
    const alice = discord.user({ username: 'alice' });
    alice.dm(second);
    await alice.dmChannel.messages.waitFor(({ embeds }) => embeds[0]?.title === 'Your key is registered');

    const asked = billing.calls.entries.length;
    billing.setKey(first, { kind: 'silent' });
    bob.send('/balance');
    await billing.calls.waitFor(
      (call) => billing.calls.entries.indexOf(call) >= asked,
      'the look-up in hand',
    );
    running.signal('SIGTERM');
    expect(await running.exited).toBe(0);
    expect(bob.privateChat.messages.entries.at(-1)?.text).toContain('This is not your balance now');

    const files = await readdir(join(folder, 'data'));
    const stored = await Promise.all(files.map((file) => readFile(join(folder, 'data', file), 'latin1')));
    const secrets = [...keys, encryptionKey, discord.token, telegram.token];
    expect(findSecrets(secrets, { output: running.output, store: stored.join('\n') })).toEqual([]);
    expect(running.output).toContain('"outcome":"registered"');
  }, 30_000);

  it('serves the other platform when one token is refused, and says which', async () => {
    const running = startBot({ ...environment(), TELEGRAM_TOKEN: `1234567890:${'x'.repeat(35)}` });
    await running.saying('Telegram refused TELEGRAM_TOKEN');
    await running.saying('"platform":"discord","msg":"ready"');
    const interaction = discord.user({ username: 'alice' }).slash('help');
    expect((await interaction.reply()).embeds[0]?.title).toBe('What I can do');
    running.signal('SIGINT');
    expect(await running.exited).toBe(0);
  });

  it('goes on trying while a platform cannot be reached', async () => {
    const { host, close } = await listenOnLoopback(createServer());
    await close();
    const running = startBot({ ...environment(), TELEGRAM_API_ROOT: `http://${host}` });
    await running.saying('Telegram could not be reached');
    await running.saying('"retryInMs"');
    running.signal('SIGTERM');
    expect(await running.exited).toBe(0);
  });

  it('ends with an error when neither platform can be served', async () => {
    const running = startBot({
      ...environment(),
      TELEGRAM_TOKEN: `1234567890:${'x'.repeat(35)}`,
      DISCORD_TOKEN: `${'y'.repeat(26)}.zzzzzz.${'w'.repeat(38)}`,
    });
    expect(await running.exited).toBe(1);
    expect(running.output).toContain('Telegram refused TELEGRAM_TOKEN');
    expect(running.output).toContain('Discord refused DISCORD_TOKEN');
    expect(running.output).not.toContain('x'.repeat(35));
  });

  it('reports all problems of the configuration at once, and exits with 78', async () => {
    const running = startBot({
      DISCORD_TOKEN: 'hunter2hunter2',
      ENCRYPTION_KEY: 'c2hvcnQ=',
      STORE_URL: 'mysql://x',
    });
    expect(await running.exited).toBe(78);
    expect(running.output).toMatch(/DISCORD_TOKEN.*\n.*ENCRYPTION_KEY.*npm run keygen\n.*STORE_URL/);
    expect(running.output).not.toContain('hunter2');
    expect(running.output).not.toContain('c2hvcnQ=');
  });

  it('without any token says what to set and points at the demo', async () => {
    const running = startBot({});
    expect(await running.exited).toBe(78);
    expect(running.output).toMatch(/DISCORD_TOKEN.*TELEGRAM_TOKEN.*npm run demo/);
  });

  it('reads .env', async () => {
    await writeFile(join(folder, '.env'), 'CURRENCY=a-name-that-is-far-too-long\n');
    const running = startBot(environment());
    expect(await running.exited).toBe(78);
    expect(running.output).toContain('CURRENCY is longer than 16 characters');
  });

  it('answers the health check', async () => {
    const running = startBot({ ...environment(), HTTP_PORT: '0' });
    await Promise.all([
      running.saying('"platform":"telegram","msg":"ready"'),
      running.saying('"platform":"discord","msg":"ready"'),
    ]);
    const port = /"port":(\d+),"msg":"answering on HTTP"/.exec(running.output)?.[1];
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([200, { store: true, discord: true, telegram: true }]);
    running.signal('SIGTERM');
    expect(await running.exited).toBe(0);
  });

  it('refuses a store that is no database, and leaves it as it was', async () => {
    await writeFile(join(folder, 'notes.txt'), 'not a database, but somebody needs it'.repeat(100));
    const running = startBot({ ...environment(), STORE_URL: `sqlite://${folder}/notes.txt` });
    expect(await running.exited).toBe(1);
    expect(running.output).toContain('STORE_URL');
    expect(await readFile(join(folder, 'notes.txt'), 'utf8')).toMatch(/^not a database/);
  });
});
