import { ComponentType, GatewayIntentBits, InteractionType } from 'discord.js';
import type { Channel, DiscordGuild } from './channel.ts';
import { Interaction, type SandboxModal } from './interaction.ts';
import { type Author, type SandboxMessage, StoredMessage } from './message.ts';
import type { Network } from './network.ts';
import { interactionFrame, type Where } from './payloads.ts';
import { commandData, type OptionValues } from './slash.ts';
import { snowflake } from './snowflake.ts';

export interface UserInit {
  readonly username: string;
  /** Discord's tag of the language, `en-US` by default. */
  readonly locale?: string;
}

/** A person with Discord's app. */
export class DiscordUser {
  readonly id: string;
  readonly username: string;
  readonly locale: string;
  /** The direct messages with the bot. */
  readonly dmChannel: Channel;
  readonly #network: Network;

  constructor(network: Network, { username, locale = 'en-US' }: UserInit) {
    this.id = snowflake();
    this.username = username;
    this.locale = locale;
    this.#network = network;
    this.dmChannel = network.directMessages(this.id);
    network.people.set(this.id, this.#author);
  }

  /** Uses a slash command. Throws where Discord would not offer it. */
  slash(path: string, options: { in?: DiscordGuild | 'dm'; values?: OptionValues } = {}): Interaction {
    const where = options.in ?? 'dm';
    const data = commandData(this.#network, path, this.locale, where, options.values ?? {});
    return this.#interact(InteractionType.ApplicationCommand, where, { data });
  }

  /** Presses a button, found by its label or custom id. */
  press(message: SandboxMessage, button: string): Interaction {
    const origin = stored(message);
    const found = origin.components
      .flatMap((row) => (row.type === ComponentType.ActionRow ? row.components : []))
      .find(
        (part) =>
          ('label' in part && part.label === button) || ('custom_id' in part && part.custom_id === button),
      );
    if (found === undefined || !('custom_id' in found))
      throw new Error(`the message has no button ${button} to press`);
    const data = { component_type: ComponentType.Button, custom_id: found.custom_id };
    return this.#interact(
      InteractionType.MessageComponent,
      this.#placeOf(origin),
      { data, message: origin.toApi() },
      origin,
    );
  }

  /** Fills in a modal and submits it; values by custom id or label. Throws where Discord's client would not. */
  submit(modal: SandboxModal, values: Readonly<Record<string, string>>): Interaction {
    const components = modal.inputs.map(
      ({ custom_id: id, label, min_length: min = 0, max_length: max = 4000, required = true }) => {
        const value = values[id] ?? values[label] ?? '';
        if (required && value === '') throw new Error(`${label} is required`);
        if (value !== '' && (value.length < min || value.length > max)) {
          throw new Error(`${label} takes ${min} to ${max} characters`);
        }
        return {
          type: ComponentType.ActionRow,
          id: 1,
          components: [{ type: ComponentType.TextInput, id: 2, custom_id: id, value }],
        };
      },
    );
    const data = { custom_id: modal.customId, components };
    return this.#interact(InteractionType.ModalSubmit, 'dm', { data });
  }

  /** Uses an interaction of any type and content, as an altered app or a later Discord may send it. */
  forge(
    type: number,
    payload: object,
    options: { in?: DiscordGuild | 'dm'; from?: SandboxMessage } = {},
  ): Interaction {
    const origin = options.from && stored(options.from);
    const message = origin && { message: origin.toApi() };
    return this.#interact(type, options.in ?? 'dm', { ...message, ...payload }, origin);
  }

  /** Writes to the bot directly. @param fields of Discord's message, besides the usual or in their place */
  dm(content: string, fields: object = {}): SandboxMessage {
    const message = new StoredMessage(this.dmChannel.id, this.#author, { content }, 0);
    this.dmChannel.messages.push(message);
    // Bots read the content of direct messages without the privileged intent.
    this.#network.gateway.dispatch(
      'MESSAGE_CREATE',
      { ...message.toApi(), channel_type: 1, ...fields },
      GatewayIntentBits.DirectMessages,
    );
    return message;
  }

  /** Writes in a server's channel; bots without the privileged intent get no content. */
  say(content: string, guild: DiscordGuild): SandboxMessage {
    const message = new StoredMessage(guild.channel.id, this.#author, { content }, 0);
    guild.members.add(this.id);
    guild.channel.messages.push(message);
    this.#network.gateway.dispatch(
      'MESSAGE_CREATE',
      { ...message.toApi(), guild_id: guild.id, content: '' },
      GatewayIntentBits.GuildMessages,
    );
    return message;
  }

  get #author(): Author {
    return { id: this.id, username: this.username, bot: false };
  }

  #interact(kind: InteractionType, where: Where, payload: object, origin?: StoredMessage): Interaction {
    const channel = where === 'dm' ? this.dmChannel : where.channel;
    if (where !== 'dm') where.members.add(this.id);
    const interaction = new Interaction(
      kind,
      this.#network.bot,
      channel,
      this.#network.answerWithinMs,
      origin,
    );
    this.#network.interactions.push(interaction);
    this.#network.gateway.dispatch('INTERACTION_CREATE', {
      ...interactionFrame(this.#network, this.#author, this.locale, where),
      id: interaction.id,
      token: interaction.token,
      type: kind,
      ...payload,
    });
    return interaction;
  }

  #placeOf(message: StoredMessage): Where {
    return this.#network.guilds.find(({ channel }) => channel.id === message.channelId) ?? 'dm';
  }
}

function stored(message: SandboxMessage): StoredMessage {
  if (message instanceof StoredMessage) return message;
  throw new Error('the message is not of this sandbox');
}
