import type { User } from 'grammy/types';
import type { CallbackAnswer } from './callback-queries.ts';
import type { BotStanding, Chat, PrivateChat, TelegramChat, TelegramGroup } from './chat.ts';
import { finishText } from './entities.ts';
import type { StoredFile } from './files.ts';
import { StoredMessage, type TelegramMessage } from './message.ts';
import type { Network } from './network.ts';
import { startPayload } from './start-link.ts';

/** What came of pressing a button. */
export type PressResult =
  | CallbackAnswer
  /** A link to the bot itself: its private chat was opened and '/start PAYLOAD' sent. */
  | { readonly kind: 'start'; readonly message: TelegramMessage }
  | { readonly kind: 'url'; readonly url: string };

/** A person with Telegram's app. */
export class TelegramUser {
  readonly privateChat: TelegramChat;
  readonly #chat: PrivateChat;
  readonly #network: Network;

  constructor(network: Network, chat: PrivateChat) {
    this.#network = network;
    this.#chat = chat;
    this.privateChat = chat;
  }

  get id(): number {
    return this.#account.id;
  }

  get firstName(): string {
    return this.#account.first_name;
  }

  get languageCode(): string | undefined {
    return this.#account.language_code;
  }

  /** Sends text, by default to the bot. In a group the bot is told of it only as privacy mode allows. */
  send(text: string, options: { in?: TelegramGroup; replyTo?: TelegramMessage } = {}): TelegramMessage {
    if (text.trim() === '') throw new Error('there is nothing to send');
    return this.#post(text, options);
  }

  /** Sends a photo that has no real file behind it. */
  sendPhoto(options: { caption?: string; in?: TelegramGroup } = {}): TelegramMessage {
    return this.#post(options.caption ?? '', { ...options, file: this.#network.files.addBlankPhoto() });
  }

  /** Edits an own message, or the caption of an own photo. */
  edit(message: TelegramMessage, text: string): void {
    const stored = shown(message);
    if (stored.sender.id !== this.id) throw new Error('people can edit only their own messages');
    stored.edit({ ...finishText({ text, entities: [] }), file: stored.file }, this.#network.time);
    if (!this.#network.botSees(stored)) return;
    this.#network.updates.push({ edited_message: { ...stored.toApi(), edit_date: this.#network.time } });
  }

  /**
   * Presses an inline button, found by its text.
   *
   * A callback button resolves with the bot's answer and rejects when none comes within `timeoutMs`.
   */
  async press(message: TelegramMessage, button: string, timeoutMs = 5_000): Promise<PressResult> {
    const stored = shown(message);
    const found = stored.keyboard.flat().find(({ text }) => text === button);
    if (found === undefined) throw new Error(`the message has no button "${button}"`);
    if ('callback_data' in found) return this.#callBack(stored, found.callback_data, button, timeoutMs);
    if (!('url' in found))
      throw new Error(`the sandbox cannot press such a button: ${JSON.stringify(found)}`);
    const payload = startPayload(found.url, this.#network.bot.username);
    if (payload === undefined) return { kind: 'url', url: found.url };
    return { kind: 'start', message: this.send(`/start ${payload}`) };
  }

  /** Presses a button that is not there, as an altered app can: whatever `data` it would carry. */
  forgePress(message: TelegramMessage, data: string, timeoutMs = 5_000): Promise<CallbackAnswer> {
    return this.#callBack(shown(message), data, 'a forged button', timeoutMs);
  }

  /** Stops the bot from writing here, and tells it so. */
  block(): void {
    this.#setBlocked(true);
  }

  unblock(): void {
    this.#setBlocked(false);
  }

  /** Throws the bot out of a group, mutes it there or lets it back in, and tells it so. */
  setBotStanding(group: TelegramGroup, standing: BotStanding): void {
    this.#changeBot(group, () => {
      group.botStanding = standing;
    });
  }

  get #account(): User {
    return this.#chat.user;
  }

  #post(
    text: string,
    options: { in?: TelegramGroup; replyTo?: TelegramMessage; file?: StoredFile },
  ): StoredMessage {
    const chat = this.#enter(options.in);
    const replyTo = options.replyTo === undefined ? undefined : shown(options.replyTo);
    if (replyTo !== undefined && replyTo.chat !== chat) throw new Error('a reply stays in its chat');
    const message = chat.add({
      ...finishText({ text, entities: [] }),
      sender: this.#account,
      date: this.#network.time,
      replyTo,
      file: options.file,
    });
    if (this.#network.botSees(message)) this.#network.updates.push({ message: message.toApi() });
    return message;
  }

  #enter(group: TelegramGroup | undefined): Chat {
    if (group !== undefined) {
      group.members.add(this.id);
      return group;
    }
    if (this.#chat.state === 'blocked') throw new Error('the bot is blocked: unblock it first');
    this.#chat.state = 'open';
    return this.#chat;
  }

  #callBack(
    message: StoredMessage,
    data: string,
    button: string,
    timeoutMs: number,
  ): Promise<CallbackAnswer> {
    const { id, answer } = this.#network.callbackQueries.open(button, timeoutMs);
    this.#network.updates.push({
      callback_query: {
        id,
        from: this.#account,
        message: message.toApi(),
        chat_instance: String(message.chat.id),
        data,
      },
    });
    return answer;
  }

  #setBlocked(blocked: boolean): void {
    if ((this.#chat.state === 'blocked') === blocked) return;
    this.#changeBot(this.#chat, () => {
      this.#chat.state = blocked ? 'blocked' : 'open';
    });
  }

  #changeBot(chat: Chat, change: () => void): void {
    const { bot, time, updates } = this.#network;
    const old_chat_member = chat.botMember(bot);
    change();
    const new_chat_member = chat.botMember(bot);
    if (JSON.stringify(new_chat_member) === JSON.stringify(old_chat_member)) return;
    updates.push({
      my_chat_member: {
        chat: chat.toApi(),
        from: this.#account,
        date: time,
        old_chat_member,
        new_chat_member,
      },
    });
  }
}

/** The message, if its chat still shows it. */
function shown(message: TelegramMessage): StoredMessage {
  if (message instanceof StoredMessage && message.chat.find(message.messageId) === message) return message;
  throw new Error('the message is not in the chat any more');
}
