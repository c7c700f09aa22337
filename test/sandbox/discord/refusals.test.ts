import { Client, Events, GatewayIntentBits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DiscordSandbox, type DiscordUser } from '../../../src/sandbox/discord/index.ts';
import { flatten } from './harness.ts';

describe('the Discord sandbox', () => {
  let sandbox: DiscordSandbox;
  let user: DiscordUser;
  let client: Client | undefined;

  beforeEach(async () => {
    sandbox = await DiscordSandbox.start({ answerWithinMs: 500 });
    user = sandbox.user({ username: 'alice' });
  });
  afterEach(async () => {
    await client?.destroy();
    await sandbox.stop();
  });

  async function call(method: string, path: string, body?: unknown, token = sandbox.token) {
    const response = await fetch(`${sandbox.apiRoot}/v10${path}`, {
      method,
      headers: { authorization: `Bot ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer: unknown = response.status === 204 ? undefined : await response.json();
    return { status: response.status, answer };
  }

  async function refusal(method: string, path: string, body?: unknown, token?: string) {
    const { status, answer } = await call(method, path, body, token);
    const { code, errors } = answer as { code: number; errors?: unknown };
    return [status, code, flatten(errors)];
  }

  const button = { type: 2, style: 1, label: 'Press', custom_id: 'a' };
  const row = (...components: object[]) => ({ components: [{ type: 1, components }] });
  const field = { name: 'n', value: 'v' };

  it.each<[string, object, string]>([
    ['a long content', { content: 'x'.repeat(2001) }, 'content'],
    ['a long title', { embeds: [{ title: 'x'.repeat(257) }] }, 'embeds.0.title'],
    ['too many fields', { embeds: [{ fields: Array(26).fill(field) }] }, 'embeds.0.fields'],
    ['an empty field', { embeds: [{ fields: [{ ...field, value: '' }] }] }, 'embeds.0.fields.0.value'],
    ['too much in all embeds', { embeds: Array(2).fill({ description: 'x'.repeat(3001) }) }, 'embeds'],
    ['a colour out of range', { embeds: [{ title: 'x', color: 0x1000000 }] }, 'embeds.0.color'],
    ['too many rows', { components: Array(6).fill(row(button).components[0]) }, 'components'],
    ['too many buttons in a row', row(...Array(6).fill(button)), 'components.0.components'],
    ['an empty row', row(), 'components.0.components'],
    ['a long label', row({ ...button, label: 'x'.repeat(81) }), 'components.0.components.0.label'],
    [
      'a long custom id',
      row({ ...button, custom_id: 'x'.repeat(101) }),
      'components.0.components.0.custom_id',
    ],
    ['a custom id twice', row(button, button), 'components'],
    [
      'a link with a custom id',
      row({ ...button, style: 5, url: 'https://example.com' }),
      'components.0.components.0',
    ],
    ['a button without a custom id', row({ ...button, custom_id: undefined }), 'components.0.components.0'],
  ])('refuses a message with %s', async (_, body, path) => {
    const refused = await refusal('POST', `/channels/${user.dmChannel.id}/messages`, {
      content: 'x',
      ...body,
    });
    expect(refused).toEqual([400, 50035, [path]]);
  });

  it.each<[string, object[], string]>([
    ['an upper-case name', [{ name: 'Balance', description: 'd' }], '0.name'],
    ['a long description', [{ name: 'a', description: 'x'.repeat(101) }], '0.description'],
    ['no description', [{ name: 'a', description: '' }], '0.description'],
    [
      'an unknown locale',
      [{ name: 'a', description: 'd', name_localizations: { xx: 'b' } }],
      '0.name_localizations',
    ],
    ['a name twice', Array(2).fill({ name: 'a', description: 'd' }), 'name'],
    [
      'a required option after an optional one',
      [
        {
          name: 'a',
          description: 'd',
          options: [
            { type: 3, name: 'b', description: 'd' },
            { type: 3, name: 'c', description: 'd', required: true },
          ],
        },
      ],
      '0.options',
    ],
  ])('refuses commands with %s', async (_, commands, path) => {
    const [status, code, paths] = await refusal(
      'PUT',
      `/applications/${sandbox.applicationId}/commands`,
      commands,
    );
    expect([status, code]).toEqual([400, 50035]);
    expect(paths).toContain(path);
  });

  it('refuses contexts in the commands of a server', async () => {
    const guild = sandbox.guild({ name: 'A server' });
    const path = `/applications/${sandbox.applicationId}/guilds/${guild.id}/commands`;
    expect(await refusal('PUT', path, [{ name: 'a', description: 'd', contexts: [0] }])).toEqual([
      400,
      50035,
      ['contexts'],
    ]);
  });

  it('leaves localizations out of commands unless asked for them', async () => {
    const path = `/applications/${sandbox.applicationId}/commands`;
    await call('PUT', path, [{ name: 'a', description: 'd', name_localizations: { 'zh-CN': '甲' } }]);
    expect(JSON.stringify(await call('GET', path))).not.toContain('甲');
    expect(JSON.stringify(await call('GET', `${path}?with_localizations=true`))).toContain('甲');
  });

  it('refuses what nobody may do', async () => {
    const written = user.dm('mine');
    const messages = `/channels/${user.dmChannel.id}/messages`;
    expect(await refusal('DELETE', `${messages}/${written.id}`)).toEqual([403, 50003, []]);
    expect(await refusal('PATCH', `${messages}/1`, { content: 'x' })).toEqual([404, 10008, []]);
    expect(await refusal('POST', messages, {})).toEqual([400, 50006, []]);
    expect(await refusal('POST', '/channels/1/messages', { content: 'x' })).toEqual([404, 10003, []]);
    expect(await refusal('GET', '/users/@me', undefined, 'somebody')).toEqual([401, 0, []]);
    expect(await refusal('GET', '/no/such/thing')).toEqual([404, 0, []]);
  });

  describe('with an interaction', () => {
    beforeEach(() =>
      call('PUT', `/applications/${sandbox.applicationId}/commands`, [{ name: 'a', description: 'd' }]),
    );

    const callback = (id: string, token: string) => `/interactions/${id}/${token}/callback`;
    const original = (token: string) => `/webhooks/${sandbox.applicationId}/${token}/messages/@original`;
    const ephemeral = { type: 5, data: { flags: 64 } };

    it('takes one first answer, keeps it ephemeral, and lets it be edited', async () => {
      const interaction = user.slash('a');
      const { id, token } = interaction;
      expect(await refusal('PATCH', original(token), { content: 'early' })).toEqual([404, 10015, []]);
      expect((await call('POST', callback(id, token), ephemeral)).status).toBe(204);
      expect(await refusal('POST', callback(id, token), ephemeral)).toEqual([400, 40060, []]);
      expect((await call('PATCH', original(token), { content: 'done' })).status).toBe(200);
      expect(await interaction.reply()).toMatchObject({ content: 'done', ephemeral: true });
      expect(user.dmChannel.messages.entries).toEqual([]);
    });

    it('knows nothing of it with a wrong token, or when the first answer comes too late', async () => {
      const { id, token } = user.slash('a');
      expect(await refusal('POST', callback(id, 'wrong'), ephemeral)).toEqual([404, 10062, []]);
      await expect(user.slash('a').firstAnswer()).rejects.toThrow('did not respond');
      expect(await refusal('POST', callback(id, token), ephemeral)).toEqual([404, 10062, []]);
    });

    it('shows a modal, but not in answer to a modal', async () => {
      const input = { type: 4, custom_id: 'key', style: 1, label: 'Key' };
      const modal = {
        type: 9,
        data: { custom_id: 'm', title: 'Title', components: [{ type: 1, components: [input] }] },
      };
      const first = user.slash('a');
      const tooLong = { ...modal, data: { ...modal.data, title: 'x'.repeat(46) } };
      expect(await refusal('POST', callback(first.id, first.token), tooLong)).toEqual([
        400,
        50035,
        ['title'],
      ]);
      await call('POST', callback(first.id, first.token), modal);
      const submitted = user.submit(await first.modal(), { Key: 'abc' });
      expect(await refusal('POST', callback(submitted.id, submitted.token), modal)).toEqual([
        400,
        50035,
        ['type'],
      ]);
    });

    it('is offered only where Discord offers it', () => {
      expect(() => user.slash('b')).toThrow('Discord offers no command /b there');
      expect(() => user.slash('a', { values: { x: 1 } })).toThrow('no option x');
    });
  });

  it('refuses a wrong token and privileged intents to discord.js', async () => {
    client = new Client({ intents: [], rest: { api: sandbox.apiRoot } });
    await expect(client.login('no.such.token')).rejects.toThrow('invalid token');
    const { Guilds, MessageContent } = GatewayIntentBits;
    client = new Client({ intents: [Guilds, MessageContent], rest: { api: sandbox.apiRoot } });
    const closed = new Promise((resolve) =>
      client?.once(Events.ShardDisconnect, ({ code }) => resolve(code)),
    );
    client.on(Events.Error, () => undefined);
    client.login(sandbox.token).catch(() => undefined);
    expect(await closed).toBe(4014);
  });
});
