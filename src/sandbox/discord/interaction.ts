import { randomBytes } from 'node:crypto';
import { InteractionResponseType, InteractionType } from 'discord.js';
import { Journal } from '../journal.ts';
import type { Channel } from './channel.ts';
import {
  alreadyAcknowledged,
  invalidForm,
  unknownInteraction,
  unknownMessage,
  unknownWebhook,
} from './errors.ts';
import { type Author, EPHEMERAL, type SandboxMessage, StoredMessage } from './message.ts';
import { snowflake } from './snowflake.ts';
import { type ModalBody, validateMessage, validateModal, validateNewMessage } from './validation.ts';

/** Interaction tokens are good for 15 minutes (Discord documentation, "Receiving and responding"). */
const TOKEN_LIFETIME_MS = 15 * 60_000;

/** The bot's first answer to an interaction. */
export interface FirstAnswer {
  readonly type: InteractionResponseType;
  readonly ephemeral: boolean;
}

/** A modal as it stands on the person's screen. */
export interface SandboxModal {
  readonly customId: string;
  readonly title: string;
  readonly inputs: readonly ModalBody['components'][number]['components'][number][];
}

/** Something that a person did and that waits for the bot's answer. */
export class Interaction {
  readonly id = snowflake();
  readonly token = randomBytes(32).toString('base64url');
  /** What the person sees of it, ephemeral messages included, in order. */
  readonly messages = new Journal<StoredMessage>();
  readonly kind: InteractionType;
  readonly bot: Author;
  readonly #channel: Channel;
  /** The message whose button was pressed. */
  readonly #origin: StoredMessage | undefined;
  readonly #answers = new Journal<FirstAnswer>();
  readonly #modals = new Journal<SandboxModal>();
  readonly #replies = new Journal<StoredMessage>();
  readonly #startedAt = Date.now();
  readonly #answerWithinMs: number;
  #deferredFlags = 0;
  #original: StoredMessage | undefined;

  constructor(
    kind: InteractionType,
    bot: Author,
    channel: Channel,
    answerWithinMs: number,
    origin?: StoredMessage,
  ) {
    this.kind = kind;
    this.bot = bot;
    this.#channel = channel;
    this.#answerWithinMs = answerWithinMs;
    this.#origin = origin;
  }

  /** Rejects as a person sees it: "The application did not respond". */
  firstAnswer(): Promise<FirstAnswer> {
    return this.#answers.waitFor(
      () => true,
      'The application did not respond: an answer',
      this.#answerWithinMs,
    );
  }

  /** The message that the person finally sees: the reply, or the message whose button was pressed, as changed. */
  async reply(): Promise<SandboxMessage> {
    await this.firstAnswer();
    return this.#replies.waitFor(() => true, 'the reply after the first answer');
  }

  async modal(): Promise<SandboxModal> {
    await this.firstAnswer();
    return this.#modals.waitFor(() => true, 'a modal');
  }

  /** `POST /interactions/{id}/{token}/callback`. */
  callback({ type, data = {} }: { type?: unknown; data?: unknown }): void {
    if (this.#answers.entries.length > 0) throw alreadyAcknowledged();
    if (Date.now() - this.#startedAt > this.#answerWithinMs) throw unknownInteraction();
    const flags = validateMessage(type === InteractionResponseType.Modal ? {} : data).flags ?? 0;
    switch (type) {
      case InteractionResponseType.ChannelMessageWithSource:
        this.#original = this.#post(validateNewMessage(data), flags);
        this.#replies.push(this.#original);
        break;
      case InteractionResponseType.DeferredChannelMessageWithSource:
        this.#deferredFlags = flags;
        break;
      case InteractionResponseType.DeferredMessageUpdate:
        this.#original = this.#pressed();
        break;
      case InteractionResponseType.UpdateMessage:
        this.#original = this.#pressed();
        this.editOriginal(data);
        break;
      case InteractionResponseType.Modal:
        if (this.kind === InteractionType.ModalSubmit) throw wrongType();
        this.#showModal(validateModal(data));
        break;
      default:
        throw wrongType();
    }
    this.#answers.push({ type, ephemeral: (flags & EPHEMERAL) !== 0 });
  }

  /** `PATCH /webhooks/{application}/{token}/messages/@original`. */
  editOriginal(body: unknown): StoredMessage {
    if (this.#original !== undefined) {
      this.#original.edit(validateMessage(body));
      this.#channel.messages.changed();
      this.messages.changed();
    } else {
      this.#checkAnswered();
      this.#original = this.#post(validateNewMessage(body), this.#deferredFlags);
    }
    this.#replies.push(this.#original);
    return this.#original;
  }

  /** `POST /webhooks/{application}/{token}`. */
  followUp(body: unknown): StoredMessage {
    this.#checkAnswered();
    const valid = validateNewMessage(body);
    return this.#post(valid, valid.flags ?? 0);
  }

  get original(): StoredMessage {
    this.#checkAnswered();
    if (this.#original === undefined) throw unknownMessage();
    return this.#original;
  }

  #checkAnswered(): void {
    const expired = Date.now() - this.#startedAt > TOKEN_LIFETIME_MS;
    if (this.#answers.entries.length === 0 || expired) throw unknownWebhook();
  }

  #post(body: ReturnType<typeof validateMessage>, flags: number): StoredMessage {
    const message = new StoredMessage(this.#channel.id, this.bot, body, flags);
    if (!message.ephemeral) this.#channel.messages.push(message);
    this.messages.push(message);
    return message;
  }

  #pressed(): StoredMessage {
    if (this.#origin === undefined) throw wrongType();
    return this.#origin;
  }

  #showModal({ custom_id: customId, title, components }: ModalBody): void {
    this.#modals.push({ customId, title, inputs: components.flatMap((row) => row.components) });
  }
}

function wrongType() {
  return invalidForm([{ code: 'custom', path: ['type'], message: 'The type does not fit the interaction' }]);
}
