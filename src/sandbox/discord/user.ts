import { ComponentType, GatewayIntentBits, InteractionType } from 'discord.js';
import type { Channel, DiscordGuild } from './channel.ts';
import type { AutocompleteChoice } from './choices.ts';
import { Interaction, type SandboxModal } from './interaction.ts';
import { type Author, type SandboxMessage, StoredMessage } from './message.ts';
import type { Network } from './network.ts';
import { filledOptions, type OptionValues, type Typing, typedOptions } from './option-values.ts';
import { interactionFrame, type Where } from './payloads.ts';
import { commandData, type Usage } from './slash.ts';
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
    const data = commandData(this.#network, path, this.#usage(where), (offered) =>
      filledOptions(offered, options.values ?? {}),
    );
    return this.#interact(InteractionType.ApplicationCommand, where, { data });
  }

  /**
   * Types into an option of a slash command, and returns what the bot offers.
   *
   * Throws where Discord would not ask the bot, and rejects when no answer comes in time.
   *
   * @param typing `values`: those of other options, given already
   */
  async autocomplete(
    path: string,
    typing: Typing & { in?: DiscordGuild | 'dm'; values?: OptionValues },
  ): Promise<readonly AutocompleteChoice[]> {
    const where = typing.in ?? 'dm';
    const data = commandData(this.#network, path, this.#usage(where), (offered) =>
      typedOptions(offered, typing.values ?? {}, typing),
    );
    return this.#interact(InteractionType.ApplicationCommandAutocomplete, where, { data }).choices();
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
    const message = this.#write(this.dmChannel, content);
    // Bots read the content of direct messages without the privileged intent.
    this.#network.gateway.dispatch(
      'MESSAGE_CREATE',
      { ...message.toApi(), channel_type: 1, ...fields },
      { intent: GatewayIntentBits.DirectMessages },
    );
    return message;
  }

  /** Writes in a server's channel; bots without the privileged intent get no content. */
  say(content: string, guild: DiscordGuild): SandboxMessage {
    guild.members.add(this.id);
    const message = this.#write(guild.channel, content);
    this.#network.gateway.dispatch(
      'MESSAGE_CREATE',
      { ...message.toApi(), guild_id: guild.id, content: '' },
      { intent: GatewayIntentBits.GuildMessages, guildId: guild.id },
    );
    return message;
  }

  /** Takes direct messages from nobody who shares no more than a server with this person, so not from the bot. */
  closeDms(): void {
    this.dmChannel.botAccess = 'none';
  }

  openDms(): void {
    this.dmChannel.botAccess = 'post';
  }

  #usage(where: Where): Usage {
    return { userId: this.id, locale: this.locale, where };
  }

  #write(channel: Channel, content: string): StoredMessage {
    const frame = { channelId: channel.id, author: this.#author, time: this.#network.now() };
    const message = new StoredMessage(frame, { content, files: {} });
    channel.messages.push(message);
    return message;
  }

  get #author(): Author {
    return { id: this.id, username: this.username, bot: false };
  }

  #interact(kind: InteractionType, where: Where, payload: object, origin?: StoredMessage): Interaction {
    const channel = where === 'dm' ? this.dmChannel : where.channel;
    if (where !== 'dm') where.members.add(this.id);
    const interaction = new Interaction(kind, this.#network, channel, origin);
    this.#network.addInteraction(interaction);
    const data = {
      ...interactionFrame(this.#network, this.#author, this.locale, where),
      id: interaction.id,
      token: interaction.token,
      type: kind,
      ...payload,
    };
    this.#network.deliver(interaction, data, where === 'dm' ? undefined : where.id);
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
