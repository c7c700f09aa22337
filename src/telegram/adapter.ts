import { sequentialize } from '@grammyjs/runner';
import type { Logger } from 'pino';
import type { Dispatcher } from 'undici';
import type { Adapter, AdapterError } from '../adapter.ts';
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
import { allowList, groupsAmong } from './allow-list.ts';
import { callsOver } from './calls.ts';
import { explain } from './explain.ts';
import { answerInGroups } from './group-chat.ts';
import { LeanBot } from './lean-bot.ts';
import { publishMenu } from './menu.ts';
import { Messenger } from './messenger.ts';
import { PollingLease } from './polling/lease.ts';
import { Polling } from './polling/polling.ts';
import { answerInPrivate } from './private-chat.ts';
import { logFailures, retryReplies } from './transformers.ts';
import type { UpdateSource } from './update-source.ts';
import { UpdateClaims } from './webhook/claims.ts';
import type { WebhookOptions } from './webhook/options.ts';
import { Webhook } from './webhook/webhook.ts';

export interface TelegramOptions {
  readonly token: Secret;
  /** The chats that the bot serves, and of groups the members in private too; everybody without it. */
  readonly chatAllowList: readonly string[] | undefined;
  /** Another Bot API server than Telegram's own. */
  readonly apiRoot: string | undefined;
  /** Where Telegram delivers updates; without it the bot polls for them. */
  readonly webhook: WebhookOptions | undefined;
}

/** The bot on Telegram: commands, buttons and keys, by long polling or by a webhook. */
export class TelegramAdapter implements Adapter {
  readonly platform = 'telegram';
  readonly #bot: LeanBot;
  readonly #messenger: Messenger;
  readonly #desk: Desk;
  readonly #texts: Texts;
  readonly #log: Logger;
  readonly #inHand = new InHand();
  readonly #source: UpdateSource;
  readonly routes: Routes;
  #stopped = false;

  /**
   * @param now milliseconds since 1970
   * @param dispatcher makes the calls
   */
  constructor(
    { token, chatAllowList, apiRoot, webhook }: TelegramOptions,
    shared: SharedStore,
    desk: Desk,
    texts: Texts,
    log: Logger,
    now: () => number,
    dispatcher: Dispatcher,
  ) {
    this.#desk = desk;
    this.#texts = texts;
    this.#log = log.child({ platform: 'telegram' });
    const calls = callsOver(dispatcher, { token, apiRoot });
    this.#bot = new LeanBot(token.reveal(), { client: calls.client });
    this.#messenger = new Messenger(token, calls, this.#log);
    this.#bot.api.config.use(calls.straight, logFailures(this.#log), retryReplies());
    this.#source = sourceOf(this.#bot, token, webhook, shared, this.#log);
    this.routes = this.#source.routes ?? {};
    this.#install(chatAllowList, now);
  }

  async start(onLost: (error: AdapterError) => void): Promise<void> {
    const bot = this.#bot;
    try {
      // Unlike bot.init(), this does not try again by itself, with pauses of up to 20 minutes.
      bot.botInfo = await bot.api.getMe();
    } catch (error) {
      throw explain(error);
    }
    await this.#publishMenu();
    if (!this.#stopped) await this.#source.open(onLost);
  }

  isConnected(): boolean {
    return this.#source.isOpen();
  }

  async send(to: Destination, reply: Reply): Promise<Sending> {
    // Only then is the bot's own name known, which links to it are made of.
    if (!this.#bot.isInited()) return 'unreachable';
    const { username } = this.#bot.botInfo;
    return this.#inHand.run(() => this.#messenger.send(to, reply, username));
  }

  async stop(graceMs: number): Promise<number> {
    this.#stopped = true;
    await this.#source.close();
    const unfinished = await this.#inHand.drain(graceMs);
    await this.#source.settle();
    return unfinished;
  }

  #install(chatAllowList: readonly string[] | undefined, now: () => number): void {
    const bot = this.#bot;
    // What fails here fails again, so that it counts as handled, too.
    const tell = (error: unknown) =>
      this.#log.error({ error: describeError(error) }, 'an update could not be handled');
    bot.use(({ update }, next) =>
      this.#inHand.run(() => this.#source.once(update.update_id, () => next().catch(tell))),
    );
    // Updates run side by side, but those of one chat in the order they came, to this process at least.
    bot.use(sequentialize((ctx) => ctx.chat?.id.toString()));
    if (chatAllowList !== undefined) {
      const circle = new Circle(groupsAmong(chatAllowList), this.#log, now);
      bot.use(allowList(chatAllowList, circle, this.#desk));
    }
    answerInPrivate(bot, this.#desk);
    answerInGroups(bot, this.#desk);
  }

  /** A failure here leaves the menu as it was, and commands work all the same. */
  async #publishMenu(): Promise<void> {
    try {
      await publishMenu(this.#bot.api, this.#texts);
    } catch (error) {
      this.#log.error({ error: describeError(error) }, 'the menu of commands was not published');
    }
  }
}

function sourceOf(
  bot: LeanBot,
  token: Secret,
  webhook: WebhookOptions | undefined,
  shared: SharedStore,
  log: Logger,
): UpdateSource {
  const botId = Number(token.reveal().split(':')[0]);
  return webhook === undefined
    ? new Polling(bot, new PollingLease(shared, botId, log), log)
    : new Webhook(bot, webhook, new UpdateClaims(shared, botId, log), log);
}
