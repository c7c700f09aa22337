import { type Channel, type DiscordGuild, newChannel } from './channel.ts';
import { CommandRegistry } from './commands.ts';
import type { Gateway } from './gateway.ts';
import type { Interaction } from './interaction.ts';
import { InteractionsEndpoint } from './interactions-endpoint.ts';
import type { Author } from './message.ts';
import { Nonces } from './nonces.ts';
import { snowflake } from './snowflake.ts';

/** Who and what there is on this Discord. */
export class Network {
  readonly bot: Author;
  readonly commands: CommandRegistry;
  readonly answerWithinMs: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly nonces = new Nonces();
  readonly endpoint: InteractionsEndpoint;
  readonly people = new Map<string, Author>();
  readonly guilds: DiscordGuild[] = [];
  /** By token. */
  readonly #interactions = new Map<string, Interaction>();
  /** The direct messages of each person with the bot, by the person's id. */
  readonly #directMessages = new Map<string, Channel>();
  #gateway: Gateway | undefined;

  constructor(botName: string, answerWithinMs: number, now: () => number) {
    this.bot = { id: snowflake(), username: botName, bot: true };
    this.commands = new CommandRegistry(this.bot.id);
    this.answerWithinMs = answerWithinMs;
    this.now = now;
    this.endpoint = new InteractionsEndpoint(now);
  }

  get gateway(): Gateway {
    if (this.#gateway === undefined) throw new Error('the gateway is not open yet');
    return this.#gateway;
  }

  set gateway(gateway: Gateway) {
    this.#gateway = gateway;
  }

  addGuild(name: string, locale: string): DiscordGuild {
    const guild = {
      // The millisecond that a server is made in decides on its shard, and here many are made in the same.
      id: snowflake(this.guilds.length),
      name,
      locale,
      channel: newChannel(false),
      members: new Set<string>(),
      administrators: new Set<string>(),
      managers: new Set<string>(),
    };
    this.guilds.push(guild);
    return guild;
  }

  directMessages(userId: string): Channel {
    const channel = this.#directMessages.get(userId) ?? newChannel(true);
    this.#directMessages.set(userId, channel);
    return channel;
  }

  findChannel(id: string): Channel | undefined {
    const channels = [...this.#directMessages.values(), ...this.guilds.map(({ channel }) => channel)];
    return channels.find((channel) => channel.id === id);
  }

  addInteraction(interaction: Interaction): void {
    this.#interactions.set(interaction.token, interaction);
  }

  /** Tells the bot of an interaction: at its endpoint where it has one, else over the gateway, never both. */
  deliver(interaction: Interaction, data: object, guildId: string | undefined): void {
    if (this.endpoint.url === undefined) {
      this.gateway.dispatch('INTERACTION_CREATE', data, { ...(guildId !== undefined && { guildId }) });
    } else {
      void this.endpoint.deliver(data, (answer) => interaction.callback(answer, {}));
    }
  }

  findInteraction(token: string): Interaction | undefined {
    return this.#interactions.get(token);
  }
}
