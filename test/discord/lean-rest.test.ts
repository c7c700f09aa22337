import { type ChatInputCommandInteraction, type Client, DiscordAPIError, Events } from 'discord.js';
import { Agent } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { newClient } from '../../src/discord/client.ts';
import { createLog } from '../../src/log.ts';
import { unknownInteraction } from '../../src/sandbox/discord/errors.ts';
import { rateLimited } from '../../src/sandbox/discord/failure-plan.ts';
import type { DiscordSandbox } from '../../src/sandbox/discord/index.ts';
import { register, startSandbox } from '../sandbox/discord/harness.ts';

const CALLBACK = /\/callback$/;

/** A client, and what it is asked by a slash command. */
async function asked(sandbox: DiscordSandbox): Promise<ChatInputCommandInteraction> {
  await register(sandbox, { name: 'usage', description: 'd' });
  const client: Client = newClient(sandbox.apiRoot, createLog({ level: 'silent', secrets: [] }), new Agent());
  onTestFinished(() => client.destroy());
  await client.login(sandbox.token);
  const interaction = new Promise<ChatInputCommandInteraction>((resolve) => {
    client.once(Events.InteractionCreate, (each) => each.isChatInputCommand() && resolve(each));
  });
  sandbox.user({ username: 'kim' }).slash('usage');
  return interaction;
}

const callbacks = (sandbox: DiscordSandbox) =>
  sandbox.calls.entries.filter(({ path }) => CALLBACK.test(path)).length;

describe('the first answer to an interaction', () => {
  it('is given by one call, and can be edited afterwards', async () => {
    const sandbox = await startSandbox();
    const interaction = await asked(sandbox);
    await interaction.reply('one');
    expect([interaction.replied, callbacks(sandbox)]).toEqual([true, 1]);
    expect((await interaction.editReply('two')).content).toBe('two');
  });

  it('brings files, too', async () => {
    const sandbox = await startSandbox();
    const interaction = await asked(sandbox);
    await interaction.reply({ content: 'one', files: [{ attachment: Buffer.from('text'), name: 'a.txt' }] });
    expect((await interaction.fetchReply()).attachments.map(({ name }) => name)).toEqual(['a.txt']);
  });

  it('brings what Discord says of it where that is asked for', async () => {
    const sandbox = await startSandbox();
    sandbox.failNext('POST', CALLBACK, { status: 200, body: { interaction: { id: '1', type: 2 } } });
    const interaction = await asked(sandbox);
    const response = await interaction.reply({ content: 'one', withResponse: true });
    expect([response.interaction.id, callbacks(sandbox)]).toEqual(['1', 1]);
  });

  it('is given once more after a rate limit, and no sooner', async () => {
    const sandbox = await startSandbox();
    sandbox.failNext('POST', CALLBACK, rateLimited(0.2));
    const interaction = await asked(sandbox);
    const startedAt = performance.now();
    await interaction.reply('one');
    expect(performance.now() - startedAt).toBeGreaterThan(190);
    expect(callbacks(sandbox)).toBe(2);
  });

  it('is given once more after a server error', async () => {
    const sandbox = await startSandbox();
    sandbox.failNext('POST', CALLBACK, { status: 502, body: undefined });
    const interaction = await asked(sandbox);
    await interaction.reply('one');
    expect(callbacks(sandbox)).toBe(2);
  });

  it('is refused with what Discord says, after one call', async () => {
    const sandbox = await startSandbox();
    sandbox.failNext('POST', CALLBACK, unknownInteraction());
    const interaction = await asked(sandbox);
    const refusal = await interaction.reply('one').catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(DiscordAPIError);
    expect([(refusal as DiscordAPIError).code, callbacks(sandbox)]).toEqual([10062, 1]);
  });
});
