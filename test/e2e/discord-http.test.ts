import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DiscordUser, Interaction, SandboxMessage } from '../../src/sandbox/discord/index.ts';
import { buttonLabels, titleOf, wordsOf } from './discord-message.ts';
import { Harness } from './harness.ts';

const PATH = '/discord/interactions';

/** The bot with its endpoint, entered into the sandbox as an operator does. */
async function startWithEndpoint(): Promise<Harness> {
  const harness = await Harness.prepare({ platforms: ['discord'] });
  const { publicKey } = harness.discord.endpoint;
  await harness.startApp({ DISCORD_MODE: 'http', DISCORD_PUBLIC_KEY: publicKey, HTTP_PORT: '0' });
  await harness.discord.endpoint.set(await urlOf(harness));
  return harness;
}

async function urlOf({ log }: Harness): Promise<string> {
  const { port } = await log.waitFor(({ msg }) => msg === 'answering on HTTP');
  return `http://127.0.0.1:${port}${PATH}`;
}

describe('the bot on Discord without the gateway', () => {
  let harness: Harness;
  let url: string;
  let people = 0;

  beforeAll(async () => {
    harness = await startWithEndpoint();
    url = await urlOf(harness);
  });
  afterAll(() => harness.stop());

  const person = (locale = 'en-US') => harness.discord.user({ username: `person${++people}`, locale });

  async function setKey(user: DiscordUser, key: string, name?: string): Promise<SandboxMessage> {
    const modal = await user.slash('key set', name === undefined ? {} : { values: { name } }).modal();
    return user.submit(modal, { key }).reply();
  }

  const firstAnswers = ({ id }: Interaction) =>
    harness.discord.calls.entries.filter(({ path }) => path.startsWith(`/interactions/${id}/`));

  /** The request in which Discord told of an interaction. */
  async function requestOf({ id }: Interaction): Promise<string> {
    const { interaction } = await harness.discord.endpoint.deliveries.waitFor(
      (delivery) => 'id' in delivery.interaction && delivery.interaction.id === id,
    );
    return JSON.stringify(interaction);
  }

  function post(body: string, headers: object): Promise<Response> {
    return fetch(url, { method: 'POST', body, headers: { ...headers } });
  }

  it('opens no session of the gateway, and says what it does not hear', () => {
    expect(harness.discord.identifies.entries).toEqual([]);
    expect(harness.log.entries).toContainEqual(
      expect.objectContaining({ msg: expect.stringMatching(/reads no direct message.*\/key set/) }),
    );
    expect(harness.log.entries).toContainEqual(
      expect.objectContaining({ msg: expect.stringContaining(`${PATH} as Interactions Endpoint URL`) }),
    );
  });

  it('asks a newcomer for a key by the form only, in both languages', async () => {
    const guild = harness.discord.guild({ name: 'A server' });
    const interaction = person().slash('balance', { in: guild });
    expect(await interaction.firstAnswer()).toMatchObject({ type: 4, ephemeral: true });
    const reply = await interaction.reply();
    expect(titleOf(reply)).toBe('You have no key registered yet');
    expect(wordsOf(reply)).toContain('Run `/key set` and paste the key into the form');
    expect(buttonLabels(reply)).toEqual(['Enter your key', 'Get your key']);
    const chinese = person('zh-CN');
    const replies = [reply, await chinese.slash('余额').reply()];
    for (const user of [person(), chinese]) {
      replies.push(await user.slash('help').reply());
      await setKey(user, harness.key({ kind: 'good' }));
      replies.push(await user.slash('key show').reply());
    }
    expect(replies.map(wordsOf).join('\n')).not.toMatch(/direct message|私信/);
  });

  it('registers a key through the form, shows balances, and takes presses on buttons', async () => {
    const user = person();
    const key = harness.key({ kind: 'good' });
    expect(titleOf(await setKey(user, key))).toBe('Your key is registered');
    const message = await user.slash('balance').reply();
    expect(wordsOf(message)).toContain('2,005,317.99');
    harness.billing.setKey(key, { kind: 'refused', httpStatus: 401 });
    expect(titleOf(await user.press(message, 'Refresh').reply())).toBe('Your key has stopped working');
  });

  it('completes what is typed, and names a key by a command', async () => {
    const user = person();
    await setKey(user, harness.key({ kind: 'good' }), 'work');
    const key = harness.key({ kind: 'good' });
    const offer = await setKey(user, key);
    const label = `sk-…${key.slice(-4)}`;
    const kept = await user.press(offer, 'Keep it as well').reply();
    expect(wordsOf(kept)).toContain(`use \`/key name name:${label} to:work\``);
    await user.slash('key name', { values: { name: label, to: 'home' } }).reply();
    const offered = await user.autocomplete('balance', { option: 'name', value: 'ho' });
    expect(offered.map(({ name }) => name)).toEqual(['home']);
  });

  it('refuses whatever is not signed by Discord, or was signed long ago, and does not answer it', async () => {
    const { endpoint } = harness.discord;
    const user = person();
    const body = await requestOf(user.slash('help'));
    const forgotten = body
      .replace(/"token":"[^"]+"/, '"token":"forged"')
      .replace(/"id":"(\d+)"/, '"id":"1$1"');
    const seconds = Math.floor(Date.now() / 1000);
    const signature = endpoint.sign(forgotten);
    const refused = [
      {},
      { ...signature, 'x-signature-ed25519': '0'.repeat(128) },
      { ...signature, 'x-signature-ed25519': 'none' },
      { ...signature, 'x-signature-timestamp': String(seconds - 1) },
      endpoint.sign(`${forgotten} `),
      endpoint.sign(forgotten, seconds - 600),
      endpoint.sign(forgotten, seconds + 600),
    ];
    const answers = await Promise.all(refused.map((headers) => post(forgotten, headers)));
    expect(answers.map(({ status }) => status)).toEqual(refused.map(() => 401));
    expect(harness.discord.calls.entries.some(({ path }) => path.includes('forged'))).toBe(false);
  });

  it('refuses what is too long before it has read it, and what is signed but no interaction', async () => {
    const { endpoint } = harness.discord;
    const long = JSON.stringify({ type: 1, pad: 'x'.repeat(300 * 1024) });
    expect((await post(long, endpoint.sign(long))).status).toBe(413);
    for (const body of ['{', '[]', '{"type":2}'])
      expect((await post(body, endpoint.sign(body))).status).toBe(400);
  });

  it('answers an interaction that comes again once', async () => {
    const user = person();
    const key = harness.key({ kind: 'good' });
    await setKey(user, key);
    const asked = harness.billing.timesAsked(key);
    const interaction = user.slash('balance');
    expect(titleOf(await interaction.reply())).toBe('Your balance');
    const body = await requestOf(interaction);
    expect((await post(body, harness.discord.endpoint.sign(body))).status).toBe(202);
    await harness.log.waitFor(({ msg }) => msg === 'an event came again', 'the event to come again');
    expect(firstAnswers(interaction)).toHaveLength(1);
    expect(harness.billing.timesAsked(key)).toBe(asked + 1);
  });

  it('does not start with the public key of another application, and says where the right one is', async () => {
    const publicKey = 'ab'.repeat(32);
    const other = await Harness.prepare({ platforms: ['discord'] });
    await other.launchApp({ DISCORD_MODE: 'http', DISCORD_PUBLIC_KEY: publicKey, HTTP_PORT: '0' });
    const { msg } = await other.log.waitFor(({ level }) => level === 50, 'the error');
    expect(msg).toMatch(/DISCORD_PUBLIC_KEY is not the key of the application.*Copy it again/);
    const ping = '{"type":1}';
    const answer = await fetch(await urlOf(other), { method: 'POST', body: ping });
    expect(answer.status).toBe(401);
    await other.stop();
  });
});

describe('an application with an endpoint', () => {
  it('is told to ask another process while this one stops, and of what the gateway brings after that', async () => {
    const harness = await startWithEndpoint();
    const user = harness.discord.user({ username: 'alice' });
    const held = harness.discord.holdNext('POST', /callback$/, { when: 'before' });
    const inHand = user.slash('help');
    await held.reached;
    const stopping = harness.stopApp();
    user.slash('help');
    const { deliveries } = harness.discord.endpoint;
    await deliveries.waitFor(({ status }) => status === 503, 'a refusal');
    held.release();
    expect(titleOf(await inHand.reply())).toBe('What I can do');
    await stopping;
    await harness.startApp();
    expect(harness.log.entries).toContainEqual(
      expect.objectContaining({ level: 40, msg: expect.stringContaining('none over the gateway') }),
    );
    await harness.stop();
  });
});
