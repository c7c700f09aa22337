import type { Message, MessageEntity, ReactionType, Update, User } from 'grammy/types';
import type { Chat, TelegramChat } from './chat.ts';
import { fileFields, type StoredFile, type TelegramDocument, type TelegramPhoto } from './files.ts';
import type { Keyboard } from './keyboard.ts';

/** A message as the people in the chat see it; it changes in place when it is edited. */
export interface TelegramMessage {
  readonly messageId: number;
  readonly chat: TelegramChat;
  readonly from: { readonly id: number; readonly firstName: string; readonly isBot: boolean };
  /** Seconds since 1970. */
  readonly date: number;
  /** What a person reads, without markup; of a photo or a document its caption. */
  readonly text: string;
  /** The source, when it was sent with parse_mode HTML. */
  readonly html: string | undefined;
  /** Offsets and lengths in UTF-16 code units. */
  readonly entities: readonly MessageEntity[];
  readonly keyboard: Keyboard;
  readonly isPhoto: boolean;
  readonly photo: TelegramPhoto | undefined;
  readonly document: TelegramDocument | undefined;
  /** How often it was edited, keyboard included. */
  readonly edits: number;
  /** The id of the message that it replies to. */
  readonly replyTo: number | undefined;
  /** Set by the bot with setMessageReaction. */
  readonly reactions: readonly ReactionType[];
}

/** What an edit can change. */
export interface MessageContent {
  readonly text: string;
  readonly html?: string | undefined;
  readonly entities: readonly MessageEntity[];
  readonly keyboard?: Keyboard;
  /** The photo or document whose caption the text is. */
  readonly file?: StoredFile | undefined;
}

export interface MessageDraft extends MessageContent {
  readonly sender: User;
  readonly date: number;
  readonly replyTo?: StoredMessage | undefined;
  /** Sent with a reply keyboard or the like, after which Telegram lets nobody edit it. */
  readonly frozen?: boolean;
}

/** A message as the sandbox keeps it. */
export class StoredMessage implements TelegramMessage {
  readonly messageId: number;
  readonly chat: Chat;
  readonly sender: User;
  readonly date: number;
  readonly frozen: boolean;
  readonly replyTo: number | undefined;
  readonly #repliedTo: StoredMessage | undefined;
  reactions: readonly ReactionType[] = [];
  #content: MessageContent;
  #edits = 0;
  #editDate: number | undefined;

  constructor(chat: Chat, messageId: number, draft: MessageDraft) {
    this.chat = chat;
    this.messageId = messageId;
    this.sender = draft.sender;
    this.date = draft.date;
    this.frozen = draft.frozen ?? false;
    this.#repliedTo = draft.replyTo;
    this.replyTo = draft.replyTo?.messageId;
    this.#content = draft;
  }

  get from() {
    return { id: this.sender.id, firstName: this.sender.first_name, isBot: this.sender.is_bot };
  }

  get text() {
    return this.#content.text;
  }

  get html() {
    return this.#content.html;
  }

  get entities() {
    return this.#content.entities;
  }

  get keyboard() {
    return this.#content.keyboard ?? [];
  }

  get file() {
    return this.#content.file;
  }

  get isPhoto() {
    return this.file?.kind === 'photo';
  }

  get photo() {
    return this.file?.kind === 'photo' ? this.file : undefined;
  }

  get document() {
    return this.file?.kind === 'document' ? this.file : undefined;
  }

  get edits() {
    return this.#edits;
  }

  get repliesToBot(): boolean {
    return this.#repliedTo?.sender.is_bot ?? false;
  }

  /** Replaces text, file and keyboard; the date is in seconds since 1970. */
  edit(content: MessageContent, date: number): void {
    this.#content = content;
    this.#edits += 1;
    this.#editDate = date;
    this.chat.messages.changed();
  }

  /** The Bot API's `Message`. As there, a replied-to message does not carry its own `reply_to_message`. */
  toApi(depth: 'whole' | 'replied-to' = 'whole'): Message & Update.NonChannel {
    const entities = [...this.entities];
    const reply = depth === 'whole' ? this.#repliedTo?.toApi('replied-to') : undefined;
    return {
      message_id: this.messageId,
      from: this.sender,
      chat: this.chat.toApi(),
      date: this.date,
      ...(this.#editDate === undefined ? {} : { edit_date: this.#editDate }),
      // grammY's types say that a reply has no reply of its own; so does `depth`.
      ...(reply === undefined ? {} : { reply_to_message: { ...reply, reply_to_message: undefined } }),
      ...(this.file === undefined
        ? { text: this.text, ...(entities.length ? { entities } : {}) }
        : {
            ...fileFields(this.file),
            ...(this.text === '' ? {} : { caption: this.text }),
            ...(entities.length ? { caption_entities: entities } : {}),
          }),
      ...(this.keyboard.length
        ? { reply_markup: { inline_keyboard: this.keyboard.map((row) => [...row]) } }
        : {}),
    };
  }
}
