import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listenOnLoopback } from '../../src/sandbox/loopback.ts';
import { ProcessWorld } from './process-world.ts';

describe('the process', () => {
  let world: ProcessWorld;
  beforeEach(async () => {
    world = await ProcessWorld.make();
  });
  afterEach(() => world.stop());

  it('serves both platforms, finishes what is in hand at SIGTERM, exits with 0 and betrays no secret', async () => {
    const running = world.start(world.environment);
    await Promise.all([
      running.saying('"platform":"telegram","msg":"ready"'),
      running.saying('"platform":"discord","msg":"ready"'),
    ]);
    const [first, second] = [world.key({ kind: 'good' }), world.key({ kind: 'good' })];
    const { billing } = world;

    const bob = world.telegram.user({ firstName: 'Bob' });
    bob.send(first);
    await bob.privateChat.messages.waitFor(({ text }) => text.includes('Your key is registered'));
    const alice = world.discord.user({ username: 'alice' });
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

    expect(await world.leaks()).toEqual([]);
    expect(running.output).toContain('"outcome":"registered"');
  }, 30_000);

  it('serves the other platform when one token is refused, and says which', async () => {
    const running = world.start({ ...world.environment, TELEGRAM_TOKEN: `1234567890:${'x'.repeat(35)}` });
    await running.saying('Telegram refused TELEGRAM_TOKEN');
    await running.saying('"platform":"discord","msg":"ready"');
    const interaction = world.discord.user({ username: 'alice' }).slash('help');
    expect((await interaction.reply()).embeds[0]?.title).toBe('What I can do');
    running.signal('SIGINT');
    expect(await running.exited).toBe(0);
  });

  it('goes on trying while a platform cannot be reached', async () => {
    const { host, close } = await listenOnLoopback(createServer());
    await close();
    const running = world.start({ ...world.environment, TELEGRAM_API_ROOT: `http://${host}` });
    await running.saying('Telegram could not be reached');
    await running.saying('"retryInMs"');
    running.signal('SIGTERM');
    expect(await running.exited).toBe(0);
  });

  it('ends with an error when neither platform can be served', async () => {
    const running = world.start({
      ...world.environment,
      TELEGRAM_TOKEN: `1234567890:${'x'.repeat(35)}`,
      DISCORD_TOKEN: `${'y'.repeat(26)}.zzzzzz.${'w'.repeat(38)}`,
    });
    expect(await running.exited).toBe(1);
    expect(running.output).toContain('Telegram refused TELEGRAM_TOKEN');
    expect(running.output).toContain('Discord refused DISCORD_TOKEN');
    expect(running.output).not.toContain('x'.repeat(35));
  });

  it('reports all problems of the configuration at once, and exits with 78', async () => {
    const running = world.start({
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
    const running = world.start({});
    expect(await running.exited).toBe(78);
    expect(running.output).toMatch(/DISCORD_TOKEN.*TELEGRAM_TOKEN.*npm run demo/);
  });

  it('reads .env', async () => {
    await writeFile(join(world.folder, '.env'), 'CURRENCY=a-name-that-is-far-too-long\n');
    const running = world.start(world.environment);
    expect(await running.exited).toBe(78);
    expect(running.output).toContain('CURRENCY is longer than 16 characters');
  });

  it('answers the health check', async () => {
    const running = world.start({ ...world.environment, HTTP_PORT: '0' });
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
    await writeFile(join(world.folder, 'notes.txt'), 'not a database, but somebody needs it'.repeat(100));
    const running = world.start({ ...world.environment, STORE_URL: `sqlite://${world.folder}/notes.txt` });
    expect(await running.exited).toBe(1);
    expect(running.output).toContain('STORE_URL');
    expect(await readFile(join(world.folder, 'notes.txt'), 'utf8')).toMatch(/^not a database/);
  });
});
