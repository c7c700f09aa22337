import {
  type Client,
  type CloseEvent,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
  GatewayCloseCodes,
  type Interaction,
  type Message,
  RateLimitError,
  Status,
} from 'discord.js';
import type { Logger } from 'pino';
import { type Adapter, AdapterError } from '../adapter.ts';
import { Circle } from '../chat/circle.ts';
import type { Desk } from '../chat/desk.ts';
import type { Destination, Sending } from '../chat/notifier.ts';
import type { Reply } from '../chat/reply.ts';
import type { Texts } from '../chat/texts.ts';
import { InHand } from '../in-hand.ts';
import { describeError } from '../log.ts';
import type { Secret } from '../secret.ts';
import { GuildAllowList } from './allow-list.ts';
import { newClient } from './client.ts';
import { slashCommands } from './commands.ts';
import { handleDirectMessage } from './direct-messages.ts';
import { handleInteraction } from './interactions.ts';
import { Messenger } from './messenger.ts';
import { registerCommands } from './registration.ts';

export interface DiscordOptions {
  readonly token: Secret;
  /** Registers the commands in this server only, where changes show at once. */
  readonly guildId: string | undefined;
  /** The servers that the bot serves, and whose members it serves in private; everybody without it. */
  readonly guildAllowList: readonly string[] | undefined;
  /** Another root than Discord's own for REST calls, without the version. */
  readonly apiRoot: string | undefined;
}

const RENEW_TOKEN =
  'It may have been reset. Copy it again: Developer Portal, your application, Bot, Reset Token.';

const CLOSED_FOR_GOOD: Readonly<Partial<Record<number, string>>> = {
  [GatewayCloseCodes.AuthenticationFailed]: `Discord refused DISCORD_TOKEN (4004). ${RENEW_TOKEN}`,
  [GatewayCloseCodes.ShardingRequired]:
    'Discord asks for sharding (4011): the bot is in too many servers for one.',
  [GatewayCloseCodes.DisallowedIntents]:
    'Discord refused the intents (4014). The bot asks for Guilds and DirectMessages, and neither is privileged: see in the Developer Portal whether the application is restricted.',
};

/** The bot on Discord: slash commands, buttons and modals over the gateway, and direct messages. */
export class DiscordAdapter implements Adapter {
  readonly platform = 'discord';
  readonly #options: DiscordOptions;
  readonly #desk: Desk;
  readonly #texts: Texts;
  readonly #log: Logger;
  readonly #inHand = new InHand();
  readonly #messenger: Messenger;
  readonly #allowList: GuildAllowList | undefined;
  #client: Client | undefined;

  /** @param now milliseconds since 1970 */
  constructor(options: DiscordOptions, desk: Desk, texts: Texts, log: Logger, now: () => number) {
    this.#options = options;
    this.#desk = desk;
    this.#texts = texts;
    this.#log = log.child({ platform: 'discord' });
    this.#messenger = new Messenger(options.token, options.apiRoot, this.#log);
    const { guildAllowList: guilds } = options;
    this.#allowList = guilds && new GuildAllowList(guilds, new Circle(guilds, this.#log, now));
  }

  async start(onLost: (error: AdapterError) => void): Promise<void> {
    // A client whose login failed has destroyed itself, and cannot be closed a second time.
    const client = newClient(this.#options.apiRoot, this.#log);
    this.#client = client;
    await this.#connect(client, onLost);
    client.on(Events.InteractionCreate, this.#onInteraction);
    client.on(Events.MessageCreate, this.#onMessage);
    await this.#register(client);
  }

  isConnected(): boolean {
    // The client's own isReady() stays true once it was, whatever becomes of the connection.
    const shards = this.#client?.ws.shards;
    return shards !== undefined && shards.size > 0 && shards.every(({ status }) => status === Status.Ready);
  }

  send(to: Destination, reply: Reply, nonce: string): Promise<Sending> {
    return this.#inHand.run(() => this.#messenger.send(to, reply, nonce));
  }

  async stop(graceMs: number): Promise<number> {
    const client = this.#client;
    client?.off(Events.InteractionCreate, this.#onInteraction).off(Events.MessageCreate, this.#onMessage);
    const unfinished = await this.#inHand.drain(graceMs);
    await client?.destroy();
    this.#messenger.close();
    return unfinished;
  }

  /** Logs in; resolves when the gateway says READY, rejects when it refuses the session. */
  #connect(client: Client, onLost: (error: AdapterError) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      client.once(Events.ClientReady, () => resolve());
      client.on(Events.ShardDisconnect, (event) => {
        const error = new AdapterError(explainClose(event));
        reject(error);
        onLost(error);
      });
      client.login(this.#options.token.reveal()).catch((error: unknown) => reject(explainLogin(error)));
    });
  }

  /** A failure here leaves the commands as they were, and direct messages work all the same. */
  async #register({ application, rest }: Client): Promise<void> {
    if (application === null) throw new AdapterError('Discord named no application for DISCORD_TOKEN.');
    const { guildId } = this.#options;
    const commands = slashCommands(this.#texts, guildId === undefined ? 'global' : 'guild');
    try {
      const written = await registerCommands(rest, application.id, guildId, commands);
      this.#log.info({ commands: commands.length, written }, 'slash commands are registered');
    } catch (error) {
      this.#log.error(
        { error: describeError(error) },
        `Discord did not register the slash commands. ${mendRegistration(guildId)}`,
      );
    }
  }

  readonly #onInteraction = (interaction: Interaction) =>
    this.#take(() => handleInteraction(interaction, this.#desk, this.#allowList));

  readonly #onMessage = (message: Message) =>
    this.#take(() => handleDirectMessage(message, this.#desk, this.#allowList));

  #take(task: () => Promise<void>): void {
    this.#inHand.run(task).catch((error: unknown) => {
      this.#log.error({ error: describeError(error) }, 'an event could not be handled');
    });
  }
}

function explainClose({ code }: CloseEvent): string {
  return CLOSED_FOR_GOOD[code] ?? `Discord closed the gateway session for good (close code ${code}).`;
}

function explainLogin(error: unknown): AdapterError {
  if (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) {
    return new AdapterError(`Discord refused DISCORD_TOKEN. ${RENEW_TOKEN}`);
  }
  const why = error instanceof RateLimitError ? 'it limits how often' : describeError(error).message;
  return new AdapterError(`Discord could not be reached: ${why}. Check the network and DISCORD_API_ROOT.`, {
    transient: true,
  });
}

function mendRegistration(guildId: string | undefined): string {
  return guildId === undefined
    ? 'They stay as they were; it is tried again at the next start.'
    : `Is the bot in the server ${guildId} of DISCORD_GUILD_ID, with the scope applications.commands?`;
}
