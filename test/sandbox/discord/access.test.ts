import { PermissionFlagsBits, Routes } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { DiscordGuild, DiscordUser } from '../../../src/sandbox/discord/index.ts';
import { connect, createRest, lastInteraction, refusalOf, register, startSandbox } from './harness.ts';

interface Posted {
  readonly id: string;
  readonly nonce?: string;
  readonly timestamp: string;
  readonly edited_timestamp: string | null;
}

async function world(options = {}) {
  const sandbox = await startSandbox(options);
  const rest = createRest(sandbox);
  const user = sandbox.user({ username: 'alice' });
  const post = (channelId: string, body: object) =>
    rest.post(Routes.channelMessages(channelId), { body }) as Promise<Posted>;
  return { sandbox, rest, user, post };
}

describe('messages that nobody asked for', () => {
  it('are refused by a person with closed direct messages', async () => {
    const { rest, user, post } = await world();
    const channel = (await rest.post(Routes.userChannels(), { body: { recipient_id: user.id } })) as Posted;
    expect(channel.id).toBe(user.dmChannel.id);
    user.closeDms();
    expect(await refusalOf(post(channel.id, { content: 'hello' }))).toEqual([403, 50007, []]);
    await rest.post(Routes.userChannels(), { body: { recipient_id: user.id } });
    user.openDms();
    await post(channel.id, { content: 'hello' });
    expect(user.dmChannel.messages.entries.map(({ content }) => content)).toEqual(['hello']);
  });

  it('are sent once under an enforced nonce, within a few minutes', async () => {
    let now = Date.UTC(2026, 0, 1);
    const { user, post } = await world({ now: () => now });
    const send = (fields: object) => post(user.dmChannel.id, { content: 'x', nonce: 'n', ...fields });
    const first = await send({ enforce_nonce: true });
    expect(first).toMatchObject({ nonce: 'n', timestamp: '2026-01-01T00:00:00.000Z' });
    now += 60_000;
    expect((await send({ enforce_nonce: true, content: 'y' })).id).toBe(first.id);
    const messages = user.dmChannel.messages.entries;
    expect(messages).toMatchObject([{ content: 'x', nonce: 'n', repeats: 1 }]);
    await send({ enforce_nonce: true, nonce: 'another' });
    await send({});
    expect(messages).toHaveLength(3);
    now += 180_000;
    await send({ enforce_nonce: true });
    expect(messages).toHaveLength(4);
    expect(await refusalOf(send({ nonce: 'x'.repeat(26) }))).toEqual([400, 50035, ['nonce']]);
  });
});

describe('a channel of a server', () => {
  it.each([
    ['view', 50013],
    ['none', 50001],
  ] as const)('in which the bot has the access %s takes nothing from it: %i', async (access, code) => {
    const { sandbox, post } = await world();
    const { channel } = sandbox.guild({ name: 'A server' });
    channel.botAccess = access;
    expect(await refusalOf(post(channel.id, { content: 'x' }))).toEqual([403, code, []]);
    channel.botAccess = 'post';
    await post(channel.id, { content: 'x' });
    expect(channel.messages.entries).toHaveLength(1);
  });

  it('tells with each interaction what the person and the bot may do', async () => {
    const { sandbox, user } = await world();
    await register(sandbox, { name: 'a', description: 'd' });
    await connect(sandbox);
    const guild = sandbox.guild({ name: 'A server' });
    const told = () => {
      user.slash('a', { in: guild });
      const { app_permissions: bot, member } = lastInteraction(sandbox);
      return { bot: BigInt(bot), person: BigInt(member?.permissions ?? 0) };
    };
    const { Administrator, ManageGuild, SendMessages, ViewChannel } = PermissionFlagsBits;
    expect(told().person & (Administrator | ManageGuild)).toBe(0n);
    expect(told().bot & (SendMessages | ViewChannel)).toBe(SendMessages | ViewChannel);
    guild.managers.add(user.id);
    expect(told().person & (Administrator | ManageGuild)).toBe(ManageGuild);
    guild.administrators.add(user.id);
    expect(told().person & (Administrator | ManageGuild)).toBe(Administrator | ManageGuild);
    guild.channel.botAccess = 'view';
    expect(told().bot & (SendMessages | ViewChannel)).toBe(ViewChannel);
    guild.channel.botAccess = 'none';
    expect(told().bot & (SendMessages | ViewChannel)).toBe(0n);
  });

  it('offers a command to those alone who have the permissions that it asks for', async () => {
    const { sandbox, user } = await world();
    const wanted = (permissions: string) => ({ description: 'd', default_member_permissions: permissions });
    await register(
      sandbox,
      { name: 'all', description: 'd' },
      { name: 'managed', ...wanted(String(PermissionFlagsBits.ManageGuild)) },
      { name: 'restricted', ...wanted('0') },
    );
    const guild = sandbox.guild({ name: 'A server' });
    const offered = (person: DiscordUser, where: DiscordGuild) =>
      ['all', 'managed', 'restricted'].filter((name) => {
        try {
          return person.slash(name, { in: where });
        } catch {
          return false;
        }
      });
    expect(offered(user, guild)).toEqual(['all']);
    guild.managers.add(user.id);
    expect(offered(user, guild)).toEqual(['all', 'managed']);
    guild.administrators.add(user.id);
    expect(offered(user, guild)).toEqual(['all', 'managed', 'restricted']);
  });
});

describe('the clock', () => {
  it('dates messages and their edits, and ends the life of interaction tokens', async () => {
    let now = Date.UTC(2026, 0, 1);
    const { sandbox, rest, user, post } = await world({ now: () => now, answerWithinMs: 200 });
    const { id } = await post(user.dmChannel.id, { content: 'x' });
    now += 1_000;
    const edited = (await rest.patch(Routes.channelMessage(user.dmChannel.id, id), {
      body: { content: 'y' },
    })) as Posted;
    expect(edited).toMatchObject({
      timestamp: '2026-01-01T00:00:00.000Z',
      edited_timestamp: '2026-01-01T00:00:01.000Z',
    });
    await register(sandbox, { name: 'a', description: 'd' });
    const answered = user.slash('a');
    const auth = false;
    await rest.post(Routes.interactionCallback(answered.id, answered.token), { auth, body: { type: 5 } });
    now += 15 * 60_000 + 1;
    const original = Routes.webhookMessage(sandbox.applicationId, answered.token);
    expect(await refusalOf(rest.patch(original, { auth, body: { content: 'late' } }))).toEqual([
      404,
      10015,
      [],
    ]);
  });

  it('does not hurry the person who waits for an answer, nor let them wait longer', async () => {
    const { sandbox, rest, user } = await world({ now: () => 0, answerWithinMs: 50 });
    await register(sandbox, { name: 'a', description: 'd' });
    const interaction = user.slash('a');
    const { id, token } = interaction;
    await expect(interaction.firstAnswer()).rejects.toThrow('did not respond');
    const late = rest.post(Routes.interactionCallback(id, token), { auth: false, body: { type: 5 } });
    expect(await refusalOf(late)).toEqual([404, 10062, []]);
  });
});
