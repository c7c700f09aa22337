import type { Message } from 'discord.js';
import { turnedAway } from '../chat/circle.ts';
import type { Desk } from '../chat/desk.ts';
import { keyInMessage } from '../chat/key-message.ts';
import type { ChatEvent } from '../chat/request.ts';
import type { Identity } from '../identity.ts';
import { Secret } from '../secret.ts';
import type { GuildAllowList } from './allow-list.ts';
import { deliveryOf } from './delivery.ts';
import { payloadOf } from './payload.ts';
import { renderReply } from './render.ts';

/** Answers what a person writes to the bot directly; messages in servers are none of its business. */
export async function handleDirectMessage(
  message: Message,
  desk: Desk,
  allowList: GuildAllowList | undefined,
): Promise<void> {
  const { author, channel, client } = message;
  if (author.bot || message.system || message.inGuild() || !channel.isSendable()) return;
  const user: Identity = `discord:${author.id}`;
  const standing = (await allowList?.standingOf(null, author.id, client.rest)) ?? 'member';
  const event = standing === 'member' ? eventOf(message) : turnedAway(standing, author.id);
  await desk.handle(
    // A message, unlike an interaction, does not say its author's language.
    { platform: 'discord', user, place: 'private', languageHint: undefined, event },
    { deliver: (reply) => deliveryOf(channel.send(payloadOf(channel, renderReply(reply, user)))) },
  );
}

function eventOf({ content }: Message): ChatEvent {
  if (content.trim() === '') return { kind: 'no-text' };
  const text = new Secret(content);
  // A bot cannot delete a user's message in a direct message channel.
  return { kind: 'text', text, trace: keyInMessage(text) === undefined ? 'none' : 'left' };
}
