import type { Chat as ApiChat, ChatMember, User } from 'grammy/types';
import { Journal } from '../journal.ts';
import { administrator } from './chat-member.ts';
import { badRequest, forbidden } from './errors.ts';
import { type MessageDraft, StoredMessage, type TelegramMessage } from './message.ts';

/** A chat as the people in it see it. */
export interface TelegramChat {
  readonly id: number;
  readonly type: 'private' | 'group' | 'supergroup';
  /** What the chat shows now, in order; deleted messages leave it. */
  readonly messages: Journal<TelegramMessage>;
  readonly deleted: Journal<TelegramMessage>;
  /** What sendChatAction showed, such as 'typing'. */
  readonly actions: Journal<string>;
}

/** @see https://core.telegram.org/bots/api#deletemessage */
const DELETABLE_SECONDS = 48 * 60 * 60;

export abstract class Chat implements TelegramChat {
  readonly id: number;
  abstract readonly type: TelegramChat['type'];
  readonly messages = new Journal<StoredMessage>();
  readonly deleted = new Journal<StoredMessage>();
  readonly actions = new Journal<string>();
  readonly #nextMessageId: () => number;

  constructor(id: number, nextMessageId: () => number) {
    this.id = id;
    this.#nextMessageId = nextMessageId;
  }

  abstract toApi(): Exclude<ApiChat, ApiChat.ChannelChat>;

  /** @throws Refusal when the bot may not write here */
  abstract checkBotMayWrite(): void;

  abstract botMember(bot: User): ChatMember;

  /** Whether the bot may delete messages of others. */
  abstract readonly botMayDelete: boolean;

  add(draft: MessageDraft): StoredMessage {
    const message = new StoredMessage(this, this.#nextMessageId(), draft);
    this.messages.push(message);
    return message;
  }

  find(messageId: number): StoredMessage | undefined {
    return this.messages.entries.find((message) => message.messageId === messageId);
  }

  /** @throws Refusal "message can't be deleted", when the bot may not or the message is 48 hours old */
  checkBotMayDelete(message: StoredMessage, now: number): void {
    const old = now - message.date >= DELETABLE_SECONDS;
    if (old || !(message.sender.is_bot || this.botMayDelete)) throw badRequest("message can't be deleted");
  }

  remove(message: StoredMessage): void {
    const index = this.messages.entries.indexOf(message);
    if (index === -1) return;
    this.messages.entries.splice(index, 1);
    this.messages.changed();
    this.deleted.push(message);
  }
}

/** The chat of one user with the bot. */
export class PrivateChat extends Chat {
  readonly type = 'private';
  readonly botMayDelete = true;
  readonly user: User;
  /** `new` until the user has written: the bot may not write first. */
  state: 'new' | 'open' | 'blocked' = 'new';

  constructor(user: User, nextMessageId: () => number) {
    super(user.id, nextMessageId);
    this.user = user;
  }

  toApi(): ApiChat.PrivateChat {
    const { first_name, username } = this.user;
    return { id: this.id, type: 'private', first_name, ...(username === undefined ? {} : { username }) };
  }

  checkBotMayWrite(): void {
    if (this.state === 'new') throw forbidden("bot can't initiate conversation with a user");
    if (this.state === 'blocked') throw forbidden('bot was blocked by the user');
  }

  botMember(bot: User): ChatMember {
    return this.state === 'blocked'
      ? { status: 'kicked', user: bot, until_date: 0 }
      : { status: 'member', user: bot };
  }
}

/** A group with the bot in it, as administrator who may delete messages or as plain member. */
export class TelegramGroup extends Chat {
  readonly type: 'group' | 'supergroup';
  readonly title: string;
  readonly botMayDelete: boolean;
  /** Ids of the people who have written here. */
  readonly members = new Set<number>();

  constructor(
    id: number,
    type: 'group' | 'supergroup',
    title: string,
    botMayDelete: boolean,
    nextMessageId: () => number,
  ) {
    super(id, nextMessageId);
    this.type = type;
    this.title = title;
    this.botMayDelete = botMayDelete;
  }

  toApi(): ApiChat.GroupChat | ApiChat.SupergroupChat {
    return { id: this.id, type: this.type, title: this.title };
  }

  checkBotMayWrite(): void {}

  botMember(bot: User): ChatMember {
    return this.botMayDelete ? administrator(bot) : { status: 'member', user: bot };
  }
}
