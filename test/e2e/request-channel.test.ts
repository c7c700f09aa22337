import { Events, type Interaction } from 'discord.js';
import type { Context } from 'grammy';
import { Agent } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { newClient } from '../../src/discord/client.ts';
import { requestOf as discordRequest } from '../../src/discord/exchange.ts';
import { createLog } from '../../src/log.ts';
import { Journal } from '../../src/sandbox/journal.ts';
import { requestOf as telegramRequest } from '../../src/telegram/exchange.ts';
import { register, startSandbox as startDiscord } from '../sandbox/discord/harness.ts';
import { startBot, startSandbox as startTelegram } from '../sandbox/telegram/harness.ts';

describe('a request from where others read', () => {
  it('says which server on Discord, and whether the user manages it', async () => {
    const sandbox = await startDiscord();
    await register(sandbox, { name: 'usage', description: 'd' });
    const guild = sandbox.guild({ name: 'Team' });
    const client = newClient(sandbox.apiRoot, createLog({ level: 'silent', secrets: [] }), new Agent());
    onTestFinished(() => client.destroy());
    const interactions = new Journal<Interaction>();
    client.on(Events.InteractionCreate, (interaction) => interactions.push(interaction));
    await client.login(sandbox.token);

    async function askedBy(username: string, rank?: 'administrators' | 'managers') {
      const user = sandbox.user({ username });
      if (rank !== undefined) guild[rank].add(user.id);
      user.slash('usage', { in: guild });
      const isTheirs = (interaction: Interaction) => interaction.user.id === user.id;
      const interaction = await interactions.waitFor(isTheirs, 'the interaction');
      if (!interaction.isRepliable()) throw new Error('no command');
      return discordRequest(interaction, { kind: 'command', name: 'usage' });
    }
    const member = await askedBy('member');
    expect(member.channel).toEqual({ id: guild.channel.id, guildId: guild.id, title: 'general' });
    expect(await member.isAdministrator?.()).toBe(false);
    expect(await (await askedBy('owner', 'administrators')).isAdministrator?.()).toBe(true);
    expect(await (await askedBy('manager', 'managers')).isAdministrator?.()).toBe(true);
  });

  it('says which group on Telegram, and asks whether the user manages it only when told to', async () => {
    const sandbox = await startTelegram();
    const group = sandbox.group({ title: 'Team', botMayDelete: true });
    const contexts = new Journal<Context>();
    await startBot(sandbox, (bot) => {
      bot.use((ctx) => contexts.push(ctx));
    });
    const requests = async (userId: number) => {
      const ctx = await contexts.waitFor(({ from }) => from?.id === userId, 'the update');
      const request = telegramRequest(ctx, { kind: 'command', name: 'usage' });
      if (request === undefined) throw new Error('no request');
      return request;
    };
    const asked = () => sandbox.calls.entries.filter(({ method }) => method === 'getChatMember').length;

    const member = sandbox.user({ firstName: 'Member' });
    member.send('/usage', { in: group });
    const ofMember = await requests(member.id);
    expect(ofMember.channel).toEqual({ id: String(group.id), title: 'Team' });
    expect(asked()).toBe(0);
    expect(await ofMember.isAdministrator?.()).toBe(false);
    expect(asked()).toBe(1);
    group.promote(member.id);
    expect(await ofMember.isAdministrator?.()).toBe(true);
    group.promote(member.id, 'creator');
    expect(await ofMember.isAdministrator?.()).toBe(true);

    // Administrators who write as the group itself have an account of Telegram's for a sender.
    const anonymous = { id: 1087968824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' };
    const chat = { id: group.id, type: 'supergroup' as const, title: 'Team' };
    sandbox.deliver({
      message: { message_id: 900, date: 1, chat, from: anonymous, sender_chat: chat, text: '/usage' },
    });
    const before = asked();
    expect(await (await requests(anonymous.id)).isAdministrator?.()).toBe(true);
    expect(asked()).toBe(before);

    const other = sandbox.user({ firstName: 'Other' });
    other.send('/usage');
    expect(await requests(other.id)).not.toHaveProperty('channel');
  });
});
