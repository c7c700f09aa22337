import { randomInt } from 'node:crypto';
import type { User, UserFromGetMe } from 'grammy/types';
import { Journal } from '../journal.ts';
import { CallbackQueries } from './callback-queries.ts';
import { type Chat, PrivateChat, TelegramGroup } from './chat.ts';
import { CommandLists } from './command-lists.ts';
import { badRequest } from './errors.ts';
import { Files } from './files.ts';
import { Localized } from './localized.ts';
import type { StoredMessage } from './message.ts';
import { UpdateQueue } from './updates.ts';
import { Webhook, type WebhookDelivery } from './webhook.ts';

export interface UserInit {
  readonly firstName: string;
  readonly username?: string;
  /** An IETF language tag, such as 'de'. */
  readonly languageCode?: string;
}

export interface GroupInit {
  readonly title: string;
  /** The bot is an administrator with can_delete_messages, and so, as in Telegram, sees every message. */
  readonly botMayDelete?: boolean;
  /** 'supergroup' unless told. */
  readonly type?: 'group' | 'supergroup';
}

/** Telegram itself, as one bot knows it: its chats, its updates and what it set about itself. */
export class Network {
  readonly bot: UserFromGetMe;
  readonly updates = new UpdateQueue();
  readonly callbackQueries = new CallbackQueries();
  readonly commandLists = new CommandLists();
  readonly files = new Files();
  readonly names = new Localized();
  readonly descriptions = new Localized();
  readonly shortDescriptions = new Localized();
  readonly webhookDeliveries = new Journal<WebhookDelivery>();
  readonly webhook = new Webhook(this.updates, this.webhookDeliveries, () => this.time);
  readonly #chats = new Map<number, Chat>();
  readonly #now: () => number;
  readonly #sharedMessageId = counter(1);

  constructor(name: string, username: string, now: () => number) {
    this.#now = now;
    this.bot = {
      id: randomInt(1_000_000_000, 9_999_999_999),
      is_bot: true,
      first_name: name,
      username,
      can_join_groups: true,
      can_read_all_group_messages: false,
      can_connect_to_business: false,
      can_manage_bots: false,
      supports_inline_queries: false,
      supports_join_request_queries: false,
      has_main_web_app: false,
      has_topics_enabled: false,
      allows_users_to_create_topics: false,
    };
  }

  /** Seconds since 1970, as everywhere in the Bot API. */
  get time(): number {
    return Math.floor(this.#now() / 1000);
  }

  addPrivateChat(init: UserInit): PrivateChat {
    const user = {
      id: this.#unusedId(() => randomInt(100_000_000, 7_999_999_999)),
      is_bot: false,
      first_name: init.firstName,
      ...(init.username === undefined ? {} : { username: init.username }),
      ...(init.languageCode === undefined ? {} : { language_code: init.languageCode }),
    };
    return this.#add(new PrivateChat(user, this.#sharedMessageId));
  }

  addGroup({ title, botMayDelete = false, type = 'supergroup' }: GroupInit): TelegramGroup {
    // A supergroup numbers its own messages; the other chats of an account share one row of numbers.
    const [id, nextMessageId] =
      type === 'supergroup'
        ? [this.#unusedId(() => -1_000_000_000_000 - randomInt(1_000_000_000, 3_000_000_000)), counter(1)]
        : [this.#unusedId(() => -randomInt(100_000_000, 999_999_999)), this.#sharedMessageId];
    return this.#add(new TelegramGroup(id, type, title, botMayDelete, nextMessageId));
  }

  /** @throws Refusal "chat not found" */
  chat(id: number): Chat {
    const chat = this.#chats.get(id);
    if (chat === undefined) throw badRequest('chat not found');
    return chat;
  }

  /** The account of a person, who always has a private chat, be it empty. */
  person(id: number): User | undefined {
    const chat = this.#chats.get(id);
    return chat instanceof PrivateChat ? chat.user : undefined;
  }

  /**
   * Whether the bot is told of a message of a person. In a group where it is no administrator, privacy mode hides
   * all but commands, replies to it and mentions of it.
   *
   * @see https://core.telegram.org/bots/features#privacy-mode
   */
  botSees(message: StoredMessage): boolean {
    const { chat, text } = message;
    if (!(chat instanceof TelegramGroup)) return true;
    if (chat.botStanding === 'kicked') return false;
    if (chat.botMayDelete || message.repliesToBot) return true;
    const name = `@${this.bot.username}`.toLowerCase();
    return message.entities.some(({ type, offset, length }) => {
      const marked = text.slice(offset, offset + length).toLowerCase();
      if (type === 'mention') return marked === name;
      return type === 'bot_command' && offset === 0 && (!marked.includes('@') || marked.endsWith(name));
    });
  }

  stop(): void {
    this.webhook.remove();
    this.updates.stop();
    this.callbackQueries.stop();
  }

  #add<C extends Chat>(chat: C): C {
    this.#chats.set(chat.id, chat);
    return chat;
  }

  #unusedId(draw: () => number): number {
    let id = draw();
    while (this.#chats.has(id) || id === this.bot.id) id = draw();
    return id;
  }
}

function counter(first: number): () => number {
  let next = first;
  return () => next++;
}
