import { ApplicationIntegrationType, Colors, InteractionContextType, InteractionType } from 'discord.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DiscordUser, SandboxMessage } from '../../src/sandbox/discord/index.ts';
import { buttonLabels, titleOf, wordsOf } from './discord-message.ts';
import { Harness } from './harness.ts';

describe('the bot on Discord', () => {
  let harness: Harness;
  let people = 0;

  beforeAll(async () => {
    harness = await Harness.start({
      platforms: ['discord'],
      env: { CURRENCY: '¥', TOPUP_URL: 'https://example.com/top-up' },
    });
  });
  afterAll(() => harness.stop());

  const person = (locale = 'en-US'): DiscordUser =>
    harness.discord.user({ username: `person${++people}`, locale });

  async function setKey(user: DiscordUser, key: string): Promise<SandboxMessage> {
    const modal = await user.slash('key set').modal();
    return user.submit(modal, { key }).reply();
  }

  /** Writes to the bot and waits for its answer in the direct message channel. */
  async function write(user: DiscordUser, text: string): Promise<SandboxMessage> {
    const before = new Set(user.dmChannel.messages.entries);
    user.dm(text);
    return user.dmChannel.messages.waitFor(
      (message) => message.author.bot && !before.has(message),
      'an answer',
    );
  }

  it('tells a newcomer how to register a key, in English and in Chinese, seen by nobody else', async () => {
    const guild = harness.discord.guild({ name: 'A server' });
    const interaction = person('en-US').slash('balance', { in: guild });
    expect(await interaction.firstAnswer()).toMatchObject({ type: 4, ephemeral: true });
    const reply = await interaction.reply();
    expect(titleOf(reply)).toBe('You have no key registered yet');
    expect(wordsOf(reply)).toContain('Run `/key set`');
    expect(buttonLabels(reply)).toEqual(['Enter your key', 'Get your key']);
    expect(reply.ephemeral).toBe(true);
    const chinese = await person('zh-CN').slash('余额', { in: guild }).reply();
    expect(titleOf(chinese)).toBe('你还没有登记密钥');
    expect(guild.channel.messages.entries).toEqual([]);
  });

  it('registers a key through the form, and answers with the balance', async () => {
    const user = person();
    const key = harness.key({ kind: 'good' });
    const reply = await setKey(user, `  Bearer ${key} `);
    expect(reply.ephemeral).toBe(true);
    expect(titleOf(reply)).toBe('Your key is registered');
    expect(wordsOf(reply)).toContain(`sk-…${key.slice(-4)}`);
    expect(reply.embeds[0]?.fields?.map(({ name, value }) => [name, value])).toEqual([
      ['Points', '2,005,317.99 of 2,100,000'],
      ['Money', '¥200.531799 of ¥210'],
    ]);
    expect(reply.embeds[0]?.color).toBe(Colors.Green);
  });

  it('registers a key from a direct message, and asks to delete that message', async () => {
    const user = person();
    const reply = await write(user, harness.key({ kind: 'good' }));
    expect(titleOf(reply)).toBe('Your key is registered');
    expect(wordsOf(reply)).toContain('please delete your message');
    expect(titleOf(await user.slash('balance').reply())).toBe('Your balance');
  });

  it('opens the form from the guidance too', async () => {
    const user = person();
    const guidance = await user.slash('balance').reply();
    const modal = await user.press(guidance, 'Enter your key').modal();
    const reply = await user.submit(modal, { key: harness.key({ kind: 'good' }) }).reply();
    expect(titleOf(reply)).toBe('Your key is registered');
  });

  it('says what is wrong with a text in the form that is no key', async () => {
    const user = person();
    for (const [text, problem] of [
      ['two words', 'has spaces'],
      ['short', 'too short'],
      ['密钥密钥密钥密钥', 'characters that no key has'],
      ['x'.repeat(513), 'too long'],
    ] as const) {
      expect(wordsOf(await setKey(user, text))).toContain(problem);
    }
    expect(titleOf(await user.slash('key show').reply())).toBe('You have no key registered yet');
  });

  it('guides after a refused key, by HTTP status or by code, and keeps the older key', async () => {
    for (const httpStatus of [401, 200] as const) {
      const user = person();
      const good = harness.key({ kind: 'good' });
      await setKey(user, good);
      const reply = await setKey(user, harness.key({ kind: 'refused', httpStatus }));
      expect(titleOf(reply)).toBe('That key was refused');
      expect(wordsOf(reply)).toContain(`Your earlier key \`sk-…${good.slice(-4)}\` is still registered`);
      expect(titleOf(await user.slash('balance').reply())).toBe('Your balance');
    }
  });

  it('guides when the stored key stops working', async () => {
    const user = person();
    const key = harness.key({ kind: 'good' });
    await setKey(user, key);
    harness.billing.setKey(key, { kind: 'refused', httpStatus: 401 });
    expect(titleOf(await user.slash('balance').reply())).toBe('Your key has stopped working');
  });

  it('shows the balance with a Refresh button that updates the message, and a link to the top-up page', async () => {
    const user = person();
    const key = harness.key({ kind: 'good' });
    await setKey(user, key);
    const message = await user.slash('balance').reply();
    expect(buttonLabels(message)).toEqual(['Refresh', 'Usage', 'Top up']);
    const figures = {
      remainingPoints: '5.000000',
      points: '100.000000',
      remainingAmount: '5',
      amount: '100.000000',
    };
    harness.billing.setKey(key, { kind: 'good', figures });
    const refreshed = await user.press(message, 'Refresh').reply();
    expect(refreshed.id).toBe(message.id);
    expect(wordsOf(refreshed)).toContain('5% left');
    expect(refreshed.embeds[0]?.color).toBe(Colors.Red);
  });

  it('answers a button only to the person that it was made for', async () => {
    const user = person();
    await setKey(user, harness.key({ kind: 'good' }));
    const message = await user.slash('balance').reply();
    const press = person().press(message, 'Refresh');
    const answer = await press.messages.waitFor(
      ({ embeds }) => embeds.length > 0 && embeds[0] !== message.embeds[0],
    );
    expect(wordsOf(answer)).toContain('made for somebody else');
    expect(titleOf(message)).toBe('Your balance');
  });

  it('offers to store a key unchecked while the API is down', async () => {
    const user = person();
    const key = harness.key({ kind: 'raw', status: 502, body: '' });
    const offer = await setKey(user, key);
    expect(titleOf(offer)).toBe('I could not check your key');
    const stored = await user.press(offer, 'Store it unchecked').reply();
    expect(titleOf(stored)).toBe('Your key is stored, unchecked');
    harness.billing.setKey(key, { kind: 'good' });
    expect(titleOf(await user.slash('balance').reply())).toBe('Your balance');
  });

  it('shows the last balance, dated, while the API is down', async () => {
    const user = person('zh-CN');
    const key = harness.key({ kind: 'good' });
    await setKey(user, key);
    harness.billing.setKey(key, { kind: 'code', code: 500 });
    const reply = await user.slash('balance').reply();
    expect(wordsOf(reply)).toMatch(/以下不是当前余额.*20\d\d年.*UTC/);
    expect(wordsOf(reply)).toContain('2,005,317.99');
    await harness.log.waitFor(
      ({ outcome, reason }) => outcome === 'stale' && reason === 'api-code (500)',
      'the log line',
    );
  });

  it('removes a key after a confirmation', async () => {
    const user = person();
    const key = harness.key({ kind: 'good' });
    await setKey(user, key);
    expect(wordsOf(await user.slash('key show').reply())).toContain(`sk-…${key.slice(-4)}`);
    const question = await user.slash('key remove').reply();
    expect(wordsOf(await user.press(question, 'Keep it').reply())).toContain('stays registered');
    const again = await user.slash('key remove').reply();
    expect(titleOf(await user.press(again, 'Remove it').reply())).toBe('Your key is removed');
    expect(titleOf(await user.slash('balance').reply())).toBe('You have no key registered yet');
  });

  it('speaks the chosen language from then on', async () => {
    const user = person('en-US');
    await user.slash('language', { values: { language: 'zh-CN' } }).reply();
    expect(titleOf(await user.slash('help').reply())).toBe('我能做什么');
    const question = await user.slash('language').reply();
    expect(buttonLabels(question)).toEqual(['English', '简体中文']);
    expect(wordsOf(await user.press(question, 'English').reply())).toContain('I will use English');
    expect(wordsOf(await user.slash('privacy').reply())).toContain('What I store');
  });

  it('answers a direct message, which says no language, in the one that Discord last reported', async () => {
    const user = person('zh-CN');
    expect(wordsOf(await write(user, 'hello'))).toContain('If you meant');
    await user.slash('help').reply();
    expect(wordsOf(await write(user, 'hello'))).toContain('如果你想发送');
  });

  it('hints at a direct message that is no key', async () => {
    expect(wordsOf(await write(person(), 'hello there'))).toContain('If you meant to send your API key');
    expect(wordsOf(await write(person(), '/balance'))).toContain('For your balance, use');
  });

  it('registers its commands once, everywhere, with Chinese names, and not again when nothing changed', async () => {
    const commands = harness.discord.registeredCommands();
    expect(commands.map(({ name }) => name)).toEqual([
      'balance',
      'usage',
      'alert',
      'export',
      'key',
      'link',
      'unlink',
      'timezone',
      'language',
      'announce',
      'privacy',
      'forget',
      'help',
    ]);
    expect(commands.map((command) => command.name_localizations?.['zh-CN'])).toEqual([
      '余额',
      '用量',
      '提醒',
      '导出',
      '密钥',
      '关联',
      '取消关联',
      '时区',
      '语言',
      '公告',
      '隐私',
      '清除数据',
      '帮助',
    ]);
    for (const command of commands) {
      expect(command.contexts).toEqual([
        InteractionContextType.Guild,
        InteractionContextType.BotDM,
        InteractionContextType.PrivateChannel,
      ]);
      expect(command.integration_types).toEqual([
        ApplicationIntegrationType.GuildInstall,
        ApplicationIntegrationType.UserInstall,
      ]);
    }
    const overwrites = () =>
      harness.discord.calls.entries.filter(
        ({ method, path }) => method === 'PUT' && path.endsWith('/commands'),
      ).length;
    expect(overwrites()).toBe(1);
    await harness.stopApp();
    await harness.startApp();
    expect(overwrites()).toBe(1);
  });

  it('answers buttons of messages from before a restart', async () => {
    const user = person();
    await setKey(user, harness.key({ kind: 'good' }));
    const message = await user.slash('balance').reply();
    await harness.stopApp();
    await harness.startApp();
    expect(titleOf(await user.press(message, 'Refresh').reply())).toBe('Your balance');
  });

  it('goes on after the gateway has dropped the connection', async () => {
    const user = person();
    harness.discord.dropGateway(4000);
    await harness.log.waitFor(({ msg }) => msg === 'gateway session resumed', 'the session to resume');
    expect(titleOf(await user.slash('help').reply())).toBe('What I can do');
  });

  it('answers a command and a button of another version kindly', async () => {
    const guild = harness.discord.guild({ name: 'A server' });
    const api = `${harness.discord.apiRoot}/v10`;
    const headers = { authorization: `Bot ${harness.discord.token}`, 'content-type': 'application/json' };
    await fetch(`${api}/applications/${harness.discord.applicationId}/guilds/${guild.id}/commands`, {
      method: 'PUT',
      headers,
      body: JSON.stringify([{ name: 'weather', description: 'A command of some other version' }]),
    });
    const user = person();
    expect(titleOf(await user.slash('weather', { in: guild }).reply())).toBe('I do not know that command');

    await fetch(`${api}/channels/${user.dmChannel.id}/messages`, {
      method: 'POST',
      headers,
      body: JSON.stringify({
        content: 'From long ago',
        components: [
          { type: 1, components: [{ type: 2, style: 1, label: 'Old', custom_id: 'refresh-balance' }] },
        ],
      }),
    });
    const old = await user.dmChannel.messages.waitFor(({ content }) => content === 'From long ago');
    const answer = await user.press(old, 'Old').messages.waitFor(({ ephemeral }) => ephemeral);
    expect(wordsOf(answer)).toContain('no longer works');
    expect(old.content).toBe('From long ago');
  });

  it('answers a form, an option and a form button of another version kindly', async () => {
    const user = person();
    const components = [{ type: 1, id: 1, components: [{ type: 4, id: 2, custom_id: 'token', value: 'x' }] }];
    const form = user.forge(InteractionType.ModalSubmit, { data: { custom_id: 'old', components } });
    expect(titleOf(await form.reply())).toBe('That is not a key');
    const options = [{ name: 'language', type: 10, value: 2 }];
    const command = { data: { id: '1', name: 'language', type: 1, options } };
    expect(titleOf(await user.forge(InteractionType.ApplicationCommand, command).reply())).toBe('Language');
    const message = await user.slash('help').reply();
    const button = { data: { component_type: 2, custom_id: `1|balance|form||${user.id}` } };
    const press = user.forge(InteractionType.MessageComponent, button, { from: message });
    const answer = await press.messages.waitFor(({ ephemeral }) => ephemeral);
    expect(wordsOf(answer)).toContain('no longer works');
  });

  it('names in the log what people used only where it knows the name', async () => {
    const user = person();
    const message = await user.slash('help').reply();
    for (const id of [`1|sneaky|x||${user.id}`, `1|balance|sneaky||${user.id}`]) {
      const data = { component_type: 2, custom_id: id };
      await user.forge(InteractionType.MessageComponent, { data }, { from: message }).firstAnswer();
    }
    const command = { data: { id: '1', name: 'sneaky', type: 1, options: [] } };
    await user.forge(InteractionType.ApplicationCommand, command).reply();
    const times = (name: string) => harness.log.entries.filter(({ command }) => command === name).length;
    await harness.log.waitFor(() => times('unknown button') === 2 && times('?') >= 1, 'all three in the log');
    expect(JSON.stringify(harness.log.entries)).not.toContain('sneaky');
  });

  it('pings nobody', () => {
    const bodies = harness.discord.calls.entries.flatMap(({ body }) => JSON.stringify(body) ?? []);
    const messages = bodies.filter((body) => body.includes('"embeds"'));
    expect(messages.length).toBeGreaterThan(10);
    for (const message of messages) expect(message).toContain('"allowed_mentions":{"parse":[]');
  });

  it('asks for nothing that Discord refuses', () => {
    expect(harness.discord.calls.entries.filter(({ status }) => status >= 400)).toEqual([]);
  });
});

describe('the bot with DISCORD_GUILD_ID', () => {
  it('registers its commands in that server only', async () => {
    const harness = await Harness.prepare({ platforms: ['discord'] });
    const guild = harness.discord.guild({ name: 'A server' });
    await harness.startApp({ DISCORD_GUILD_ID: guild.id });
    expect(harness.discord.registeredCommands()).toEqual([]);
    expect(harness.discord.registeredCommands(guild.id)).toHaveLength(13);
    const user = harness.discord.user({ username: 'alice' });
    expect(titleOf(await user.slash('help', { in: guild }).reply())).toBe('What I can do');
    await harness.stop();
  });
});
