import { setTimeout as delay } from 'node:timers/promises';
import { type RunnerHandle, sequentialize } from '@grammyjs/runner';
import { Bot, GrammyError } from 'grammy';
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
import { allowList, groupsAmong } from './allow-list.ts';
import { groupChat } from './group-chat.ts';
import { publishMenu } from './menu.ts';
import { Messenger } from './messenger.ts';
import { isWebhookConflict, startPolling } from './polling.ts';
import { privateChat } from './private-chat.ts';
import { TakenUpdates } from './taken-updates.ts';
import { logFailures, retryReplies } from './transformers.ts';

/** Longer than a long poll, which lasts 30 seconds. */
const CALL_TIMEOUT_SECONDS = 45;

/** How long each step of a stop may wait for Telegram, in milliseconds. */
const STOP_TIMEOUT_MS = 2_000;

export interface TelegramOptions {
  readonly token: Secret;
  /** The chats that the bot serves, and of groups the members in private too; everybody without it. */
  readonly chatAllowList: readonly string[] | undefined;
  /** Another Bot API server than Telegram's own. */
  readonly apiRoot: string | undefined;
}

/** The bot on Telegram: commands, buttons and keys by long polling. */
export class TelegramAdapter implements Adapter {
  readonly platform = 'telegram';
  readonly #bot: Bot;
  readonly #messenger: Messenger;
  readonly #desk: Desk;
  readonly #texts: Texts;
  readonly #log: Logger;
  readonly #inHand = new InHand();
  readonly #taken = new TakenUpdates();
  #runner: RunnerHandle | undefined;
  #stopped = false;

  /** @param now milliseconds since 1970 */
  constructor(
    { token, chatAllowList, apiRoot }: TelegramOptions,
    desk: Desk,
    texts: Texts,
    log: Logger,
    now: () => number,
  ) {
    this.#desk = desk;
    this.#texts = texts;
    this.#log = log.child({ platform: 'telegram' });
    const client = { timeoutSeconds: CALL_TIMEOUT_SECONDS, ...(apiRoot !== undefined && { apiRoot }) };
    this.#bot = new Bot(token.reveal(), { client });
    this.#messenger = new Messenger(token, client, this.#log);
    this.#bot.api.config.use(logFailures(this.#log), retryReplies());
    this.#install(chatAllowList, now);
  }

  async start(onLost: (error: AdapterError) => void): Promise<void> {
    const bot = this.#bot;
    try {
      // Unlike bot.init(), this does not try again by itself, with pauses of up to 20 minutes.
      bot.botInfo = await bot.api.getMe();
      // Long polling and a webhook exclude each other.
      await bot.api.deleteWebhook();
    } catch (error) {
      throw explain(error);
    }
    await this.#publishMenu();
    if (this.#stopped) return;
    this.#runner = startPolling(bot, this.#log);
    this.#runner.task()?.catch((error: unknown) => onLost(explain(error)));
    this.#log.info({ bot: bot.botInfo.username }, 'polling for updates');
  }

  isConnected(): boolean {
    return this.#runner?.isRunning() ?? false;
  }

  async send(to: Destination, reply: Reply): Promise<Sending> {
    // Only then is the bot's own name known, which links to it are made of.
    if (!this.#bot.isInited()) return 'unreachable';
    const { username } = this.#bot.botInfo;
    return this.#inHand.run(() => this.#messenger.send(to, reply, username));
  }

  async stop(graceMs: number): Promise<number> {
    this.#stopped = true;
    // The runner takes in nothing more from here on, but ends only after the pause that it may be in.
    if (this.#runner?.isRunning()) await atMost(STOP_TIMEOUT_MS, this.#runner.stop());
    const unfinished = await this.#inHand.drain(graceMs);
    await this.#confirmUpdates();
    return unfinished;
  }

  #install(chatAllowList: readonly string[] | undefined, now: () => number): void {
    const bot = this.#bot;
    bot.catch(({ error }) =>
      this.#log.error({ error: describeError(error) }, 'an update could not be handled'),
    );
    bot.use(async ({ update: { update_id: id } }, next) => {
      if (this.#taken.take(id)) return this.#inHand.run(next);
      this.#log.info({ update: id }, 'passed over an update that came again');
    });
    // Updates run side by side, but those of one chat in the order they came.
    bot.use(sequentialize((ctx) => ctx.chat?.id.toString()));
    if (chatAllowList !== undefined) {
      const circle = new Circle(groupsAmong(chatAllowList), this.#log, now);
      bot.use(allowList(chatAllowList, circle, this.#desk));
    }
    bot.use(privateChat(this.#desk), groupChat(this.#desk));
  }

  /** Polling confirms updates by asking for later ones; at a stop, the last ones would come again at the next start. */
  async #confirmUpdates(): Promise<void> {
    const { latest } = this.#taken;
    if (latest === undefined) return;
    try {
      const confirmed = this.#bot.api.getUpdates({ offset: latest + 1, limit: 1, timeout: 0 });
      await atMost(STOP_TIMEOUT_MS, confirmed);
    } catch (error) {
      this.#log.warn(
        { error: describeError(error) },
        'the last updates may be answered again at the next start',
      );
    }
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

async function atMost(ms: number, task: Promise<unknown> | undefined): Promise<void> {
  await Promise.race([task, delay(ms, undefined, { ref: false })]);
}

function explain(error: unknown): AdapterError {
  if (!(error instanceof GrammyError)) {
    return new AdapterError(
      `Telegram could not be reached: ${describeError(error).message}. Check the network and TELEGRAM_API_ROOT.`,
      { transient: true },
    );
  }
  switch (error.error_code) {
    case 401:
    case 404:
      return new AdapterError(
        `Telegram refused TELEGRAM_TOKEN (${error.error_code}). Copy it again from @BotFather: /mybots, your bot, API Token.`,
      );
    case 409:
      return new AdapterError(
        isWebhookConflict(error)
          ? 'Something has set a webhook for TELEGRAM_TOKEN (409). Stop it, then start this one again: it deletes the webhook.'
          : 'Another instance goes on polling with the same TELEGRAM_TOKEN (409). This one gives Telegram up: stop the other, then start this one again.',
      );
    default:
      return new AdapterError(
        `Telegram refused ${error.method}: ${error.description} (${error.error_code}).`,
        { transient: error.error_code === 429 || error.error_code >= 500 },
      );
  }
}
