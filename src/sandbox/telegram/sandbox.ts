import { randomBytes } from 'node:crypto';
import type { BotCommand, BotCommandScope, Update } from 'grammy/types';
import { type Hold, type HoldPoint, Holds } from '../holds.ts';
import { Journal } from '../journal.ts';
import { type Loopback, listenOnLoopback } from '../loopback.ts';
import type { TelegramGroup } from './chat.ts';
import { type Failure, FailurePlan } from './failure-plan.ts';
import { findMethod } from './methods/index.ts';
import { type GroupInit, Network, type UserInit } from './network.ts';
import { type BotApiCall, type BotApiRequest, createBotApiServer } from './server.ts';
import { TelegramUser } from './user.ts';
import type { WebhookDelivery } from './webhook.ts';

export interface SandboxOptions {
  readonly botName?: string;
  readonly botUsername?: string;
  /** Milliseconds since 1970, for dates of messages and the 48 hours in which they can be deleted. */
  readonly now?: () => number;
}

/**
 * A stand-in for Telegram and its Bot API on the loopback interface, for one bot.
 *
 * It delivers to polls and to webhooks on this machine, and it refuses parse_mode Markdown and MarkdownV2.
 */
export class TelegramSandbox {
  /** As BotFather gives it out: ten digits, a colon and 35 characters. Different in every sandbox. */
  readonly token: string;
  /** `http://127.0.0.1:PORT`, for grammY's `client.apiRoot`. */
  readonly apiRoot: string;
  /** Every request with the right token, whatever came of it. */
  readonly requests: Journal<BotApiRequest>;
  /** Every call with the right token, once it was answered. */
  readonly calls: Journal<BotApiCall>;
  readonly #network: Network;
  readonly #failures: FailurePlan;
  readonly #holds: Holds<string>;
  readonly #loopback: Loopback;

  private constructor(
    token: string,
    network: Network,
    failures: FailurePlan,
    holds: Holds<string>,
    requests: Journal<BotApiRequest>,
    calls: Journal<BotApiCall>,
    loopback: Loopback,
  ) {
    this.token = token;
    this.#network = network;
    this.#failures = failures;
    this.#holds = holds;
    this.requests = requests;
    this.calls = calls;
    this.#loopback = loopback;
    this.apiRoot = `http://${loopback.host}`;
  }

  static async start(options: SandboxOptions = {}): Promise<TelegramSandbox> {
    const { botName = 'Sandbox bot', botUsername = 'sandbox_bot', now = Date.now } = options;
    const network = new Network(botName, botUsername, now);
    const failures = new FailurePlan();
    const holds = new Holds<string>();
    const requests = new Journal<BotApiRequest>();
    const calls = new Journal<BotApiCall>();
    const token = `${network.bot.id}:${randomBytes(27).toString('base64url').slice(0, 35)}`;
    const loopback = await listenOnLoopback(
      createBotApiServer({ token, network, failures, holds, requests, calls }),
    );
    return new TelegramSandbox(token, network, failures, holds, requests, calls, loopback);
  }

  /** Every try to deliver an update to a webhook. */
  get webhookDeliveries(): Journal<WebhookDelivery> {
    return this.#network.webhookDeliveries;
  }

  get botId(): number {
    return this.#network.bot.id;
  }

  get botUsername(): string {
    return this.#network.bot.username;
  }

  /** The list set by setMyCommands for exactly this scope and language; nothing is inherited. */
  commands(scope: BotCommandScope, languageCode = ''): readonly BotCommand[] {
    return this.#network.commandLists.get(scope, languageCode);
  }

  user(init: UserInit): TelegramUser {
    return new TelegramUser(this.#network, this.#network.addPrivateChat(init));
  }

  /** A group that the bot is in already. */
  group(init: GroupInit): TelegramGroup {
    return this.#network.addGroup(init);
  }

  /** Hands the bot an update of any content, whether or not anything here led to it. */
  deliver(update: Omit<Update, 'update_id'>): void {
    this.#network.updates.push(update);
  }

  /** Resolves while a getUpdates long poll waits. */
  waitUntilPolling(): Promise<void> {
    return this.#network.updates.waitUntilPolling();
  }

  /** Answers the next `times` calls of `method` with `failure`, and does nothing else for them. */
  failNext(method: string, failure: Failure, times = 1): void {
    this.#failures.add(nameOf(method), failure, times);
  }

  /** Holds the next call of `method`, before or after its effect, until it is released or the bot hangs up. */
  holdNext(method: string, { when }: { readonly when: HoldPoint }): Hold {
    const name = nameOf(method);
    return this.#holds.add((called) => called === name, when);
  }

  /** Breaks off the connection of the long poll that waits. */
  dropPoll(): void {
    this.#network.updates.drop();
  }

  /** Delivers the latest update once more, whether it was confirmed or not. */
  deliverAgain(): void {
    this.#network.updates.deliverAgain();
  }

  /** Ends waiting polls and connections. */
  async stop(): Promise<void> {
    this.#network.stop();
    await this.#loopback.close();
  }
}

function nameOf(method: string): string {
  const name = findMethod(method)?.name;
  if (name === undefined) throw new Error(`the sandbox has no method ${method}`);
  return name;
}
