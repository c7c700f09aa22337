import { type Client, Events, type Interaction, type Message, Status } from 'discord.js';
import type { Logger } from 'pino';
import type { Dispatcher } from 'undici';
import { type Adapter, AdapterError } from '../adapter.ts';
import { Circle } from '../chat/circle.ts';
import type { Desk } from '../chat/desk.ts';
import type { Destination, Sending } from '../chat/notifier.ts';
import type { Reply } from '../chat/reply.ts';
import type { Texts } from '../chat/texts.ts';
import type { Routes } from '../http/server.ts';
import { InHand } from '../in-hand.ts';
import { describeError } from '../log.ts';
import type { Secret } from '../secret.ts';
import type { SharedStore } from '../storage/shared-store.ts';
import { GuildAllowList } from './allow-list.ts';
import { readApplication } from './application.ts';
import { Claims } from './claims.ts';
import { newClient } from './client.ts';
import { slashCommands } from './commands.ts';
import { handleDirectMessage } from './direct-messages.ts';
import { Endpoint, type EndpointOptions } from './endpoint.ts';
import { explainClose, explainStart } from './explain.ts';
import { Gateway, type GatewayOptions } from './gateway.ts';
import type { Intake } from './intake.ts';
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
  /** How events come in. */
  readonly intake: GatewayOptions | EndpointOptions;
}

/** The bot on Discord: slash commands, buttons and modals, and over the gateway direct messages. */
export class DiscordAdapter implements Adapter {
  readonly platform = 'discord';
  readonly routes: Routes;
  readonly #options: DiscordOptions;
  readonly #desk: Desk;
  readonly #texts: Texts;
  readonly #log: Logger;
  readonly #dispatcher: Dispatcher;
  readonly #inHand = new InHand();
  readonly #messenger: Messenger;
  readonly #allowList: GuildAllowList | undefined;
  readonly #claims: Claims;
  readonly #intake: Intake;
  #client: Client | undefined;
  #stopped = false;

  /**
   * @param now milliseconds since 1970
   * @param dispatcher makes the REST calls
   */
  constructor(
    options: DiscordOptions,
    shared: SharedStore,
    desk: Desk,
    texts: Texts,
    log: Logger,
    now: () => number,
    dispatcher: Dispatcher,
  ) {
    this.#options = options;
    this.#desk = desk;
    this.#texts = texts;
    this.#log = log.child({ platform: 'discord' });
    this.#dispatcher = dispatcher;
    this.#messenger = new Messenger(options.token, options.apiRoot, this.#log, dispatcher);
    this.#claims = new Claims(shared.leases);
    const { intake } = options;
    this.#intake =
      intake.kind === 'gateway'
        ? new Gateway(intake, shared, this.#log)
        : new Endpoint(intake, this.#log, now);
    this.routes = this.#intake.routes ?? {};
    const { guildAllowList: guilds } = options;
    this.#allowList = guilds && new GuildAllowList(guilds, new Circle(guilds, this.#log, now));
  }

  async start(onLost: (error: AdapterError) => void): Promise<void> {
    // A client whose login failed has destroyed itself, and cannot log in a second time.
    const client = newClient(this.#options.apiRoot, this.#log, this.#dispatcher, this.#intake.clientOptions);
    this.#client = client;
    // What ends the connection makes the start fail while that is under way, and is a loss afterwards.
    let lose: (error: AdapterError) => void = () => undefined;
    const lost = new Promise<never>((_, reject) => {
      lose = reject;
    });
    const leave = () => Promise.all([client.destroy(), this.#intake.close()]);
    try {
      await Promise.race([this.#enter(client, lose), lost]);
    } catch (error) {
      await leave();
      throw explainStart(error);
    }
    lost.catch(async (error: AdapterError) => {
      await leave();
      onLost(error);
    });
    client.on(Events.InteractionCreate, this.#onInteraction);
    client.on(Events.MessageCreate, this.#onMessage);
    if (this.#intake.registers) await this.#register(client);
  }

  isConnected(): boolean {
    const client = this.#client;
    // isReady() stays true once it was, whatever becomes of the connections, as long as nobody ends them here.
    return client?.isReady() === true && client.ws.shards.every(({ status }) => status === Status.Ready);
  }

  send(to: Destination, reply: Reply, nonce: string): Promise<Sending> {
    return this.#inHand.run(() => this.#messenger.send(to, reply, nonce));
  }

  async stop(graceMs: number): Promise<number> {
    this.#stopped = true;
    const client = this.#client;
    client?.off(Events.InteractionCreate, this.#onInteraction).off(Events.MessageCreate, this.#onMessage);
    await this.#intake.close();
    const unfinished = await this.#inHand.drain(graceMs);
    await client?.destroy();
    this.#messenger.close();
    return unfinished;
  }

  /** Finds out who the bot is, and connects as that. @param onLost hears also when a session is refused meanwhile */
  async #enter(client: Client, onLost: (error: AdapterError) => void): Promise<void> {
    client.rest.setToken(this.#options.token.reveal());
    const application = await readApplication(client.rest);
    await this.#intake.open(client, application, onLost);
    if (this.#stopped) throw new AdapterError('The bot was stopped while it started.');
    client.on(Events.ShardDisconnect, (event) => onLost(explainClose(event)));
    await this.#connect(client);
  }

  /** Logs in; resolves when every shard is READY. */
  #connect(client: Client): Promise<void> {
    return new Promise((resolve, reject) => {
      client.once(Events.ClientReady, () => resolve());
      client.login(this.#options.token.reveal()).catch(reject);
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
    this.#take('interaction', interaction, () => handleInteraction(interaction, this.#desk, this.#allowList));

  readonly #onMessage = (message: Message) => {
    // The bot hears of its own messages, too.
    if (message.author.bot) return;
    this.#take('message', message, () => handleDirectMessage(message, this.#desk, this.#allowList));
  };

  #take(kind: 'interaction' | 'message', { id }: { readonly id: string }, task: () => Promise<void>): void {
    const answering = this.#inHand.run(async () => {
      if (await this.#claims.claim(kind, id)) await task();
      else this.#log.debug({ kind }, 'an event came again');
    });
    answering.catch((error: unknown) => {
      this.#log.error({ error: describeError(error) }, 'an event could not be handled');
    });
  }
}

function mendRegistration(guildId: string | undefined): string {
  return guildId === undefined
    ? 'They stay as they were; it is tried again at the next start.'
    : `Is the bot in the server ${guildId} of DISCORD_GUILD_ID, with the scope applications.commands?`;
}
