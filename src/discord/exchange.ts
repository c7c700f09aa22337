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
import type { IncomingRequest } from '../chat/desk.ts';
import type { Exchange } from '../chat/exchange.ts';
import type { ChatEvent } from '../chat/request.ts';
import type { Identity } from '../identity.ts';
import { deliveryOf } from './delivery.ts';
import { payloadOf } from './payload.ts';
import { renderReply } from './render.ts';

const { Ephemeral: EPHEMERAL } = MessageFlags;

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

/** A reply that only the user sees. */
export function newReply(interaction: RepliableInteraction): Exchange {
  return {
    acknowledge: () => announce(interaction, interaction.deferReply({ flags: EPHEMERAL })),
    deliver: (reply) => {
      const rendered = renderReply(reply, identityOf(interaction));
      return answer(
        interaction,
        () => interaction.reply(payloadOf(interaction, rendered, EPHEMERAL)),
        () => interaction.editReply(payloadOf(interaction, rendered)),
      );
    },
  };
}

/** Answers a pressed button in its message, or by a message of its own. */
export function pressedMessage(interaction: ButtonInteraction): Exchange {
  return {
    acknowledge: () => announce(interaction, interaction.deferUpdate()),
    deliver: (reply) => {
      const rendered = renderReply(reply, identityOf(interaction));
      if (!reply.aside && !reply.fresh)
        return answer(
          interaction,
          () => interaction.update(payloadOf(interaction, rendered)),
          () => interaction.editReply(payloadOf(interaction, rendered)),
        );
      const forOneOnly = reply.aside || !isAmongTwo(interaction);
      const message = payloadOf(interaction, rendered, forOneOnly ? EPHEMERAL : undefined);
      return answer(
        interaction,
        () => interaction.reply(message),
        () => interaction.followUp(message),
      );
    },
  };
}

/** Whether the pressed button stands in a lasting message that only its user and the bot can read. */
function isAmongTwo({ context, message }: ButtonInteraction): boolean {
  return context === InteractionContextType.BotDM && !message.flags.has(MessageFlags.Ephemeral);
}

/**
 * Gives the first answer to an interaction, or where it was announced the one that was.
 *
 * Where Discord says that it had a first answer before, the answer is still owed: discord.js tries a call again whose
 * own answer was lost. Should another instance have given it, that one's is written over by the same.
 */
async function answer(
  interaction: RepliableInteraction,
  first: () => Promise<unknown>,
  announced: () => Promise<unknown>,
): Promise<Delivery> {
  if (!interaction.deferred) {
    const delivery = await deliveryOf(first());
    if (delivery !== 'already-answered') return delivery;
    interaction.deferred = true;
  }
  return deliveryOf(announced());
}

/** What became of telling Discord that an answer is coming; that it was told before is as good, as {@link answer} has it. */
async function announce(interaction: RepliableInteraction, call: Promise<unknown>): Promise<Delivery> {
  const delivery = await deliveryOf(call);
  if (delivery !== 'already-answered') return delivery;
  // discord.js edits no reply that it does not know to be deferred.
  interaction.deferred = true;
  return 'delivered';
}
