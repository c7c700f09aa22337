import {
  type AutocompleteInteraction,
  type ButtonInteraction,
  type Interaction,
  InteractionContextType,
  MessageFlags,
  PermissionFlagsBits,
  type RepliableInteraction,
} from 'discord.js';
import type { Delivery } from '../chat/delivery.ts';
import type { Exchange, IncomingRequest } from '../chat/desk.ts';
import type { ChatEvent } from '../chat/request.ts';
import type { Identity } from '../identity.ts';
import { deliveryOf } from './delivery.ts';
import { renderReply } from './render.ts';

/** The request behind an interaction. */
export function requestOf(
  interaction: RepliableInteraction | AutocompleteInteraction,
  event: ChatEvent,
): IncomingRequest {
  return {
    platform: 'discord',
    user: identityOf(interaction),
    // Ephemeral wherever it is used.
    place: 'private',
    languageHint: interaction.locale,
    ...serverOf(interaction),
    event,
  };
}

/** The channel of a server where an interaction is used, and what its user may do there. */
function serverOf(
  interaction: RepliableInteraction | AutocompleteInteraction,
): Pick<IncomingRequest, 'channel' | 'isAdministrator'> {
  const { guildId, channelId, channel, memberPermissions } = interaction;
  if (guildId === null || channelId === null) return {};
  const title = channel !== null && 'name' in channel ? channel.name : null;
  return {
    channel: { id: channelId, guildId, ...(title !== null && { title }) },
    // Administrators have every permission.
    isAdministrator: async () => memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false,
  };
}

export function identityOf({ user }: Pick<Interaction, 'user'>): Identity {
  return `discord:${user.id}`;
}

/** A reply that only the user sees, announced at once: Discord waits 3 seconds for the first answer. */
export function newReply(interaction: RepliableInteraction): Exchange {
  return {
    acknowledge: () => announce(interaction, interaction.deferReply({ flags: MessageFlags.Ephemeral })),
    deliver: (reply) => deliveryOf(interaction.editReply(renderReply(reply, identityOf(interaction)))),
  };
}

/** Answers a pressed button in its message, or by a message of its own. */
export function pressedMessage(interaction: ButtonInteraction): Exchange {
  return {
    acknowledge: () => announce(interaction, interaction.deferUpdate()),
    deliver: (reply) => {
      const rendered = renderReply(reply, identityOf(interaction));
      if (!reply.aside && !reply.fresh) return deliveryOf(interaction.editReply(rendered));
      const forOneOnly = reply.aside || !isAmongTwo(interaction);
      return deliveryOf(
        interaction.followUp({ ...rendered, ...(forOneOnly && { flags: MessageFlags.Ephemeral }) }),
      );
    },
  };
}

/** Whether the pressed button stands in a lasting message that only its user and the bot can read. */
function isAmongTwo({ context, message }: ButtonInteraction): boolean {
  return context === InteractionContextType.BotDM && !message.flags.has(MessageFlags.Ephemeral);
}

/**
 * What became of telling Discord that an answer is coming.
 *
 * Where it says that it was told before, the answer is still owed: discord.js tries a call again whose answer was
 * lost. Should another instance have told it, that one's answer is written over by the same.
 */
async function announce(interaction: RepliableInteraction, call: Promise<unknown>): Promise<Delivery> {
  const delivery = await deliveryOf(call);
  if (delivery !== 'already-answered') return delivery;
  // discord.js edits no reply that it does not know to be deferred.
  interaction.deferred = true;
  return 'delivered';
}
