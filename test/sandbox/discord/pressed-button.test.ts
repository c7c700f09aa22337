import { InteractionResponseType, type REST, Routes } from 'discord.js';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DiscordSandbox, DiscordUser, SandboxMessage } from '../../../src/sandbox/discord/index.ts';
import { connect, createRest, lastInteraction, register, startSandbox } from './harness.ts';

const BUTTON = { type: 2, style: 1, label: 'Press', custom_id: 'a' };

describe('what somebody sees after pressing a button on the sandbox', () => {
  let sandbox: DiscordSandbox;
  let rest: REST;
  let user: DiscordUser;
  let message: SandboxMessage;

  beforeEach(async () => {
    sandbox = await startSandbox();
    rest = createRest(sandbox);
    user = sandbox.user({ username: 'alice' });
    await register(sandbox, { name: 'balance', description: 'Balance' });
    await connect(sandbox);
    const interaction = user.slash('balance');
    await acknowledge(InteractionResponseType.ChannelMessageWithSource, {
      content: 'before',
      components: [{ type: 1, components: [BUTTON] }],
    });
    message = await interaction.shown();
  });

  async function acknowledge(type: InteractionResponseType, data?: object): Promise<string> {
    const { id, token } = lastInteraction(sandbox);
    await rest.post(Routes.interactionCallback(id, token), { body: { type, data }, auth: false });
    return token;
  }

  it('is the message with the button, where that was edited', async () => {
    const interaction = user.press(message, 'Press');
    const token = await acknowledge(InteractionResponseType.DeferredMessageUpdate);
    await rest.patch(Routes.webhookMessage(sandbox.applicationId, token), {
      body: { content: 'after' },
      auth: false,
    });
    expect(await interaction.shown()).toBe(message);
    expect(message.content).toBe('after');
  });

  it('is a message of its own, where one came and the other stayed as it was', async () => {
    const interaction = user.press(message, 'Press');
    const token = await acknowledge(InteractionResponseType.DeferredMessageUpdate);
    await rest.post(Routes.webhook(sandbox.applicationId, token), {
      body: { content: 'besides' },
      auth: false,
    });
    expect((await interaction.shown()).content).toBe('besides');
    expect([message.content, message.edits]).toEqual(['before', 0]);
  });
});
