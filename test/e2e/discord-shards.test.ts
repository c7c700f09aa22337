import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { App } from '../../src/app.ts';
import type { Config } from '../../src/config.ts';
import type { DiscordGuild, DiscordUser, Interaction } from '../../src/sandbox/discord/index.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import { titleOf } from './discord-message.ts';
import { Harness } from './harness.ts';

/** Discord's five seconds, shortened; the bots' are longer by more than a busy machine may delay one of them. */
const WINDOW_MS = 300;
const identifyIntervalMs = 1_000;

function hurried(config: Config): Config {
  const { discord } = config;
  if (discord?.intake.kind !== 'gateway') throw new Error('the bot is to use the gateway');
  return { ...config, discord: { ...discord, intake: { ...discord.intake, identifyIntervalMs } } };
}

const shardOf = ({ id }: DiscordGuild) => Number((BigInt(id) >> 22n) % 4n);

/** How often the bot answered an interaction first. */
function callbacks({ discord }: Harness, { id }: Interaction): number {
  return discord.calls.entries.filter(({ path }) => path.startsWith(`/interactions/${id}/`)).length;
}

async function register(user: DiscordUser, key: string): Promise<void> {
  const modal = await user.slash('key set').modal();
  expect(titleOf(await user.submit(modal, { key }).reply())).toBe('Your key is registered');
}

/** Sends the bot a key directly, and returns what it answers. */
async function sendKey(user: DiscordUser, key: string): Promise<string | undefined> {
  user.dm(key);
  return titleOf(await user.dmChannel.messages.waitFor(({ author }) => author.bot, 'an answer'));
}

describe('two processes that share the shards of the bot', () => {
  let harness: Harness;
  let user: DiscordUser;
  let first: App;
  let second: App;
  const guilds: DiscordGuild[] = [];

  beforeAll(async () => {
    harness = await Harness.prepare({
      platforms: ['discord'],
      discord: { shards: 4, maxConcurrency: 2, identifyWindowMs: WINDOW_MS },
    });
    while (new Set(guilds.map(shardOf)).size < 4)
      guilds.push(harness.discord.guild({ name: `Server ${guilds.length}` }));
    const hold = () => harness.discord.holdNext('GET', /^\/gateway\/bot$/, { when: 'before' });
    const logins = [hold(), hold()];
    first = await harness.launchApp({ DISCORD_SHARDS: '0-1/4' }, hurried);
    second = await harness.launchApp({ DISCORD_SHARDS: '2-3/4' }, hurried);
    await Promise.all(logins.map(({ reached }) => reached));
    for (const login of logins) login.release();
    const ready = new Set<unknown>();
    await harness.log.waitFor((line) => {
      if (line.msg === 'ready') ready.add(line);
      return ready.size === 2;
    }, 'both to be ready');
    user = harness.discord.user({ username: 'alice' });
    await register(user, harness.key({ kind: 'good' }));
  });
  afterAll(() => harness.stop());

  it('identify as Discord allows it, though they start at the same time', () => {
    const { entries } = harness.discord.identifies;
    expect(entries.map(({ shard }) => shard.join('/')).sort()).toEqual(['0/4', '1/4', '2/4', '3/4']);
    expect(entries.every(({ admitted }) => admitted)).toBe(true);
    expect(harness.log.entries.filter(({ msg }) => msg === 'connected to the gateway')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ shards: [0, 1], of: 4 }),
        expect.objectContaining({ shards: [2, 3], of: 4 }),
      ]),
    );
  });

  it('register the commands once: the one with the first shard does', () => {
    const about = harness.discord.calls.entries.filter(({ path }) => path.endsWith('/commands'));
    expect(about.map(({ method }) => method)).toEqual(['GET', 'PUT']);
  });

  it('answer commands in the servers of all shards, once each', async () => {
    const asked = guilds.map((guild) => user.slash('balance', { in: guild }));
    for (const interaction of asked) {
      expect(titleOf(await interaction.reply())).toBe('Your balance');
      expect(interaction.messages.entries).toHaveLength(1);
      expect(callbacks(harness, interaction)).toBe(1);
    }
  });

  it('answer direct messages where the first shard is, and servers go on without that process', async () => {
    expect(await sendKey(harness.discord.user({ username: 'bob' }), harness.key({ kind: 'good' }))).toBe(
      'Your key is registered',
    );
    await first.stop();
    const elsewhere = guilds.find((guild) => shardOf(guild) === 3);
    expect(titleOf(await user.slash('balance', { in: elsewhere ?? 'dm' }).reply())).toBe('Your balance');
    const sent = second.notifier.send(
      { kind: 'person', user: `discord:${user.id}` },
      { outcome: 'ok', tone: 'neutral', paragraphs: ['Unasked'] },
      'nonce',
    );
    expect(await sent).toBe('delivered');
  });
});

describe('two processes that both have all shards', () => {
  let harness: Harness;
  let first: App;
  let user: DiscordUser;

  beforeAll(async () => {
    harness = await Harness.prepare({ platforms: ['discord'] });
    first = await harness.startApp();
    await harness.startApp();
    user = harness.discord.user({ username: 'alice' });
    await register(user, harness.key({ kind: 'good' }));
  });
  afterAll(async () => {
    await first.stop();
    await harness.stop();
  });

  it('answer what both of them hear of once', async () => {
    const heardAgain = (kind: string, times: number) => {
      const seen = new Set<unknown>();
      return harness.log.waitFor((line) => {
        if (line.msg === 'an event came again' && line.kind === kind) seen.add(line);
        return seen.size === times;
      }, `${kind} to come again`);
    };
    const interaction = user.slash('balance');
    expect(titleOf(await interaction.reply())).toBe('Your balance');
    // The command that opened the form, the form, and this one.
    await heardAgain('interaction', 3);
    expect(callbacks(harness, interaction)).toBe(1);
    const bob = harness.discord.user({ username: 'bob' });
    expect(await sendKey(bob, harness.key({ kind: 'good' }))).toBe('Your key is registered');
    await heardAgain('message', 1);
    expect(bob.dmChannel.messages.entries.filter(({ author }) => author.bot)).toHaveLength(1);
  });
});

describe('two processes that are set to the same shards', () => {
  /** Where each process that is started wants the only shard. */
  async function ownersOfOneShard(): Promise<Harness> {
    const harness = await Harness.prepare({
      platforms: ['discord'],
      discord: { identifyWindowMs: WINDOW_MS },
      env: { DISCORD_SHARDS: '0/1' },
    });
    onTestFinished(() => harness.stop());
    return harness;
  }

  const isReady = ({ log }: Harness, times: number) =>
    log.waitFor(
      () => log.entries.filter(({ msg }) => msg === 'ready').length === times,
      `a bot to be ready (${times})`,
      10_000,
    );

  it('have them one after the other, also where both have the same host name and process id', async () => {
    const harness = await ownersOfOneShard();
    const first = await harness.startApp();
    await harness.launchApp({}, hurried);
    const line = await harness.log.waitFor(({ level }) => level === 40, 'the warning');
    expect(line.msg).toMatch(/^Another process \(.+\) has the shard 0\/1\. This one waits/);
    expect(harness.discord.identifies.entries).toHaveLength(1);
    await first.stop();
    const user = harness.discord.user({ username: 'alice' });
    await isReady(harness, 2);
    expect(titleOf(await user.slash('help').reply())).toBe('What I can do');
  });

  it('are lost to another one, and come back when that has ended', async () => {
    const harness = await ownersOfOneShard();
    await harness.launchApp({}, hurried);
    await isReady(harness, 1);
    const storage = await openStorage(harness.storeUrl, () => undefined);
    onTestFinished(() => storage.close());
    const name = `discord:${harness.discord.applicationId}:shard:0/1`;
    const self = await storage.leases.take(name, 'elsewhere:1', 1);
    await storage.leases.pass(name, self, 'elsewhere:1', 60_000);
    await harness.discord.waitUntilDisconnected();
    await harness.log.waitFor(({ msg }) => String(msg).includes('(elsewhere:1) has the shard 0/1'));
    await storage.leases.release(name, 'elsewhere:1');
    await isReady(harness, 2);
    const user = harness.discord.user({ username: 'alice' });
    expect(titleOf(await user.slash('help').reply())).toBe('What I can do');
    expect(await storage.leases.take(name, 'elsewhere:1', 1)).toBe(self);
  });
});
