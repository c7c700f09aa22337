import { ComponentType, InteractionType } from 'discord.js';
import fc from 'fast-check';
import { afterAll, beforeAll, expect } from 'vitest';
import { FORM_FIELD } from '../../src/discord/render.ts';
import type { DiscordGuild, DiscordUser, SandboxMessage } from '../../src/sandbox/discord/index.ts';
import { Harness } from '../e2e/harness.ts';
import { checkConduct, forget, NO_LIMITS, waitForEnds } from './conduct.ts';
import { type DiscordEvent, discordEvent, discordPerson } from './discord-events.ts';
import { fuzz } from './property.ts';

fuzz('whatever people do on Discord', (property) => {
  let harness: Harness;
  let guild: DiscordGuild;
  beforeAll(async () => {
    harness = await Harness.start({ platforms: ['discord'], env: { ...NO_LIMITS, LOG_LEVEL: 'debug' } });
    guild = harness.discord.guild({ name: 'A server' });
  });
  afterAll(() => harness.stop());

  const scene = fc.record({
    person: discordPerson,
    events: fc.array(discordEvent, { minLength: 1, maxLength: 3 }),
  });

  property('is answered or left alone, and nobody is called', 0.1, scene, async ({ person, events }) => {
    forget(harness);
    const user = harness.discord.user(person);
    const welcome = await user.slash('help').reply();
    for (const event of events) perform(user, welcome, event);
    user.slash('privacy');
    await waitForEnds(harness, 2 + events.filter((event) => !('owed' in event) || event.owed).length);
    for (const { path, status, body } of harness.discord.calls.entries) {
      expect([path, status < 400]).toEqual([path, true]);
      checkMentions(body);
    }
    expect(
      user.dmChannel.messages.entries.flatMap(({ mentioned, author }) => (author.bot ? mentioned : [])),
    ).toEqual([]);
    expect(guild.channel.messages.entries).toEqual([]);
    checkConduct(harness);
  });

  function perform(user: DiscordUser, welcome: SandboxMessage, event: DiscordEvent): void {
    switch (event.kind) {
      case 'interaction':
        user.forge(event.type, event.payload, {
          in: event.inGuild ? guild : 'dm',
          ...(event.component && { from: welcome }),
        });
        return;
      case 'press': {
        const data = { component_type: ComponentType.Button, custom_id: [...event.parts, user.id].join('|') };
        user.forge(InteractionType.MessageComponent, { data }, { from: welcome });
        return;
      }
      case 'message':
        user.dm(event.content, event.fields);
        return;
      case 'key': {
        harness.billing.setKey(event.key.replace(/^bearer\s*/i, ''), event.behaviour);
        if (!event.byForm) {
          user.dm(event.key);
          return;
        }
        const input = { type: ComponentType.TextInput, id: 2, custom_id: FORM_FIELD, value: event.key };
        const components = [{ type: ComponentType.ActionRow, id: 1, components: [input] }];
        user.forge(InteractionType.ModalSubmit, { data: { custom_id: 'any', components } });
      }
    }
  }

  /** A message, new or changed, must say that it calls nobody. */
  function checkMentions(body: unknown): void {
    if (typeof body !== 'object' || body === null) return;
    if ('data' in body) checkMentions(body.data);
    if ('embeds' in body || 'content' in body)
      expect(body).toMatchObject({ allowed_mentions: { parse: [] } });
  }
});
