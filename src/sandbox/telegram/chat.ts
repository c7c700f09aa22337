import type { Chat as ApiChat, ChatMember, User } from 'grammy/types';
import { Journal } from '../journal.ts';
import { administrator, mutedMember } from './chat-member.ts';
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

/** What a group can forbid a member to send, as Telegram's refusal calls it. */
export type Sendable = 'text messages' | 'photos' | 'documents';

/** @see https://core.telegram.org/bots/api#deletemessage */
const DELETABLE_SECONDS = 48 * 60 * 60;

type Rank = 'administrator' | 'creator';

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

  /** @throws Refusal when the bot may do nothing here */
  abstract checkBotMayWrite(): void;

  /** @throws Refusal when the bot may act here, but not send that */
  abstract checkBotMaySend(what: Sendable): void;

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

  checkBotMaySend(): void {}

  botMember(bot: User): ChatMember {
    return this.state === 'blocked'
      ? { status: 'kicked', user: bot, until_date: 0 }
      : { status: 'member', user: bot };
  }
}

/** Where the bot stands in a group: `muted` it may stay but not send. */
export type BotStanding = 'present' | 'muted' | 'kicked';

/** A group with the bot in it, as administrator who may delete messages or as plain member. */
export class TelegramGroup extends Chat {
  readonly type: 'group' | 'supergroup';
  readonly title: string;
  /** Ids of the people who have written here. */
  readonly members = new Set<number>();
  botStanding: BotStanding = 'present';
  readonly #botIsAdministrator: boolean;
  readonly #ranks = new Map<number, Rank>();

  constructor(
    id: number,
    type: 'group' | 'supergroup',
    title: string,
    botIsAdministrator: boolean,
    nextMessageId: () => number,
  ) {
    super(id, nextMessageId);
    this.type = type;
    this.title = title;
    this.#botIsAdministrator = botIsAdministrator;
  }

  get botMayDelete(): boolean {
    return this.#botIsAdministrator && this.botStanding === 'present';
  }

  /** Makes a person, by id, an administrator or the creator; whoever was nothing here is a member then. */
  promote(userId: number, rank: Rank = 'administrator'): void {
    this.members.add(userId);
    this.#ranks.set(userId, rank);
  }

  /** Makes a person an ordinary member again. */
  demote(userId: number): void {
    this.#ranks.delete(userId);
  }

  toApi(): ApiChat.GroupChat | ApiChat.SupergroupChat {
    return { id: this.id, type: this.type, title: this.title };
  }

  checkBotMayWrite(): void {
    if (this.botStanding === 'kicked') throw forbidden(`bot was kicked from the ${this.type} chat`);
  }

  checkBotMaySend(what: Sendable): void {
    if (this.botStanding === 'muted') throw badRequest(`not enough rights to send ${what} to the chat`);
  }

  botMember(bot: User): ChatMember {
    if (this.botStanding === 'kicked') return { status: 'kicked', user: bot, until_date: 0 };
    // A basic group takes rights away from all its members alike, who stay members.
    if (this.botStanding === 'muted' && this.type === 'supergroup') return mutedMember(bot);
    return this.botMayDelete ? administrator(bot) : { status: 'member', user: bot };
  }

  /** The person as a member. */
  member(user: User): ChatMember {
    if (!this.members.has(user.id)) return { status: 'left', user };
    const rank = this.#ranks.get(user.id);
    if (rank === 'creator') return { status: 'creator', user, is_anonymous: false };
    return rank === 'administrator' ? administrator(user) : { status: 'member', user };
  }
}
