import { randomBytes } from 'node:crypto';
import { type Hold, type HoldPoint, Holds } from '../holds.ts';
import { Journal } from '../journal.ts';
import { type Loopback, listenOnLoopback } from '../loopback.ts';
import type { DiscordGuild } from './channel.ts';
import type { RegisteredCommand } from './commands.ts';
import type { DiscordRefusal } from './errors.ts';
import { type RestAnswer, RestFailurePlan } from './failure-plan.ts';
import { Gateway } from './gateway.ts';
import type { Dispatch } from './gateway-session.ts';
import { type Identify, IdentifyLimit } from './identify-limit.ts';
import type { InteractionsEndpoint } from './interactions-endpoint.ts';
import { Network } from './network.ts';
import { guildObject } from './payloads.ts';
import { readiness } from './ready.ts';
import { createRestServer, type RestCall, type RestOptions } from './rest.ts';
import { DiscordUser, type UserInit } from './user.ts';

export interface SandboxOptions {
  readonly botName?: string;
  /** Milliseconds in which an interaction must get its first answer; 3000 as with Discord by default. */
  readonly answerWithinMs?: number;
  /** Milliseconds between heartbeats, 41250 by default. */
  readonly heartbeatIntervalMs?: number;
  /** How many shards Discord recommends, 1 by default. */
  readonly shards?: number;
  /** How many shards may identify at the same time, 1 by default. */
  readonly maxConcurrency?: number;
  /** Milliseconds until the next shard of a bucket may identify: 5000 with Discord, 0 by default. */
  readonly identifyWindowMs?: number;
  /** Milliseconds since 1970, for dates of messages, nonces and the life of interaction tokens. */
  readonly now?: () => number;
  /** Where clients reach it by HTTP and by WebSocket, of the port it listens on; `http://127.0.0.1:PORT` by default. */
  readonly origin?: (port: number) => string;
}

/** A stand-in for Discord's REST API (version 10) and gateway on the loopback interface, for one bot. */
export class DiscordSandbox {
  /** In the shape of a real bot token. Different in every sandbox. */
  readonly token: string;
  /** `http://127.0.0.1:PORT/api`, for discord.js `rest.api`. */
  readonly apiRoot: string;
  /** Every REST call, once it was answered. */
  readonly calls: Journal<RestCall>;
  readonly #network: Network;
  readonly #failures: RestFailurePlan;
  readonly #holds: RestOptions['holds'];
  readonly #loopback: Loopback;

  private constructor(
    token: string,
    network: Network,
    calls: Journal<RestCall>,
    failures: RestFailurePlan,
    holds: RestOptions['holds'],
    loopback: Loopback,
    root: string,
  ) {
    this.token = token;
    this.calls = calls;
    this.#network = network;
    this.#failures = failures;
    this.#holds = holds;
    this.#loopback = loopback;
    this.apiRoot = `${root}/api`;
  }

  static async start(options: SandboxOptions = {}): Promise<DiscordSandbox> {
    const {
      botName = 'Sandbox bot',
      answerWithinMs = 3_000,
      heartbeatIntervalMs = 41_250,
      shards = 1,
      maxConcurrency = 1,
      identifyWindowMs = 0,
      now = Date.now,
      origin = (port) => `http://127.0.0.1:${port}`,
    } = options;
    const network = new Network(botName, answerWithinMs, now);
    const part = (length: number) => randomBytes(length).toString('base64url').slice(0, length);
    const token = `${Buffer.from(network.bot.id).toString('base64url')}.${part(6)}.${part(38)}`;
    const calls = new Journal<RestCall>();
    const failures = new RestFailurePlan();
    const holds: RestOptions['holds'] = new Holds();
    let root = '';
    const gatewayUrl = () => root.replace('http', 'ws');
    const server = createRestServer({ token, network, calls, failures, holds });
    network.gateway = new Gateway(server, gatewayUrl, {
      token,
      heartbeatIntervalMs,
      shards,
      identifyLimit: new IdentifyLimit(maxConcurrency, identifyWindowMs),
      ...readiness(network),
    });
    const loopback = await listenOnLoopback(server);
    root = origin(loopback.port);
    return new DiscordSandbox(token, network, calls, failures, holds, loopback, root);
  }

  /** Also the bot's user id. */
  get applicationId(): string {
    return this.#network.bot.id;
  }

  /** The global commands, or those of one server. */
  registeredCommands(guildId?: string): readonly RegisteredCommand[] {
    return this.#network.commands.list(guildId);
  }

  /** What all gateway sessions were sent, in order. */
  get dispatches(): readonly Dispatch[] {
    return this.#network.gateway.dispatches;
  }

  /** Every attempt of the bot to begin a session. */
  get identifies(): Journal<Identify> {
    return this.#network.gateway.identifyLimit.identifies;
  }

  /** Where the bot wants interactions delivered, if anywhere. */
  get endpoint(): InteractionsEndpoint {
    return this.#network.endpoint;
  }

  /** Whether a session is connected. */
  get connected(): boolean {
    return this.#network.gateway.sessions.entries.some((session) => session.connected);
  }

  async waitUntilReady(): Promise<void> {
    await this.#network.gateway.sessions.waitFor((session) => session.connected, 'a gateway session');
  }

  /** Resolves when no session is connected. */
  async waitUntilDisconnected(): Promise<void> {
    const { sessions } = this.#network.gateway;
    if (this.connected) await sessions.waitFor(() => !this.connected, 'the end of all connections');
  }

  /** A server that the bot is in. */
  guild({ name, locale = 'en-US' }: { name: string; locale?: string }): DiscordGuild {
    const guild = this.#network.addGuild(name, locale);
    this.#network.gateway.dispatch('GUILD_CREATE', guildObject(guild, this.#network.bot), {
      guildId: guild.id,
    });
    return guild;
  }

  user(init: UserInit): DiscordUser {
    return new DiscordUser(this.#network, init);
  }

  /** Closes the gateway's connections with that close code, so that the client resumes or identifies again. */
  dropGateway(code = 4000): void {
    this.#network.gateway.drop(code);
  }

  /** Closes the connection of whoever identifies with that close code; `undefined` lets them in again. */
  refuseIdentify(code: number | undefined): void {
    this.#network.gateway.refusal = code;
  }

  /** Says `Invalid Session`, after which the client resumes, or must identify again. */
  invalidateSession({ resumable }: { readonly resumable: boolean }): void {
    this.#network.gateway.invalidateSessions(resumable);
  }

  /** Acknowledges heartbeats, as at the beginning, or leaves them without an answer. */
  acknowledgeHeartbeats(acknowledging: boolean): void {
    this.#network.gateway.acknowledging = acknowledging;
  }

  /** Answers the next `times` REST calls of a route with `failure`, and does nothing else for them. */
  failNext(method: string, path: RegExp, failure: RestAnswer | DiscordRefusal, times = 1): void {
    this.#failures.add(method, path, failure, times);
  }

  /** Holds the next REST call of a route, before or after its effect, until it is released or the bot hangs up. */
  holdNext(method: string, path: RegExp, { when }: { readonly when: HoldPoint }): Hold {
    return this.#holds.add((call) => call.method === method && path.test(call.path), when);
  }

  async stop(): Promise<void> {
    this.#network.gateway.stop();
    await this.#loopback.close();
  }
}
