import { randomBytes } from 'node:crypto';
import { InteractionResponseType, InteractionType } from 'discord.js';
import { Journal } from '../journal.ts';
import type { Files } from './attachments.ts';
import type { Channel } from './channel.ts';
import { type AutocompleteChoice, validateChoices } from './choices.ts';
import {
  alreadyAcknowledged,
  invalidForm,
  unknownInteraction,
  unknownMessage,
  unknownWebhook,
} from './errors.ts';
import { EPHEMERAL, type SandboxMessage, StoredMessage } from './message.ts';
import type { Network } from './network.ts';
import { snowflake } from './snowflake.ts';
import {
  type MessageBody,
  type ModalBody,
  validateMessage,
  validateModal,
  validateNewMessage,
} from './validation.ts';

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
  readonly #network: Pick<Network, 'bot' | 'answerWithinMs' | 'now'>;
  readonly #channel: Channel;
  /** The message whose button was pressed. */
  readonly #origin: StoredMessage | undefined;
  readonly #answers = new Journal<FirstAnswer>();
  readonly #modals = new Journal<SandboxModal>();
  readonly #choices = new Journal<readonly AutocompleteChoice[]>();
  readonly #replies = new Journal<StoredMessage>();
  /** The replies, and the messages that came besides. */
  readonly #shown = new Journal<StoredMessage>();
  readonly #startedAt: number;
  /** That the person waits, nobody can speed up, whatever the clock of the sandbox says. */
  readonly #startedWaitingAt = performance.now();
  #deferredFlags = 0;
  #original: StoredMessage | undefined;

  constructor(
    kind: InteractionType,
    network: Pick<Network, 'bot' | 'answerWithinMs' | 'now'>,
    channel: Channel,
    origin?: StoredMessage,
  ) {
    this.kind = kind;
    this.#network = network;
    this.#startedAt = network.now();
    this.#channel = channel;
    this.#origin = origin;
  }

  /** Rejects as a person sees it: "The application did not respond". */
  firstAnswer(): Promise<FirstAnswer> {
    return this.#answers.waitFor(
      () => true,
      'The application did not respond: an answer',
      this.#network.answerWithinMs,
    );
  }

  /** The message that the person finally sees: the reply, or the message whose button was pressed, as changed. */
  async reply(): Promise<SandboxMessage> {
    await this.firstAnswer();
    return this.#replies.waitFor(() => true, 'the reply after the first answer');
  }

  /** What the person sees first: the {@link reply}, or a message that leaves the one with the button as it was. */
  async shown(): Promise<SandboxMessage> {
    await this.firstAnswer();
    return this.#shown.waitFor(() => true, 'something to see after the first answer', 15_000);
  }

  async modal(): Promise<SandboxModal> {
    await this.firstAnswer();
    return this.#modals.waitFor(() => true, 'a modal');
  }

  /** What is offered to somebody who is typing a value. */
  async choices(): Promise<readonly AutocompleteChoice[]> {
    await this.firstAnswer();
    return this.#choices.waitFor(() => true, 'choices');
  }

  /** `POST /interactions/{id}/{token}/callback`. */
  callback({ type, data = {} }: { type?: unknown; data?: unknown }, files: Files = {}): void {
    if (this.#answers.entries.length > 0) throw alreadyAcknowledged();
    if (performance.now() - this.#startedWaitingAt > this.#network.answerWithinMs) throw unknownInteraction();
    if (!this.#replyable) {
      this.#offer(type, data);
      return;
    }
    const flags = validateMessage(type === InteractionResponseType.Modal ? {} : data, files).flags ?? 0;
    switch (type) {
      case InteractionResponseType.ChannelMessageWithSource:
        this.#original = this.#post(validateNewMessage(data, files), flags);
        this.#showReply(this.#original);
        break;
      case InteractionResponseType.DeferredChannelMessageWithSource:
        this.#deferredFlags = flags;
        break;
      case InteractionResponseType.DeferredMessageUpdate:
        this.#original = this.#pressed();
        break;
      case InteractionResponseType.UpdateMessage:
        this.#original = this.#pressed();
        this.editOriginal(data, files);
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
  editOriginal(body: unknown, files: Files = {}): StoredMessage {
    if (this.#original !== undefined) {
      this.#original.edit(validateMessage(body, files), this.#network.now());
      this.#channel.messages.changed();
      this.messages.changed();
    } else {
      this.#checkAnswered();
      this.#original = this.#post(validateNewMessage(body, files), this.#deferredFlags);
    }
    this.#showReply(this.#original);
    return this.#original;
  }

  /** `POST /webhooks/{application}/{token}`. */
  followUp(body: unknown, files: Files = {}): StoredMessage {
    this.#checkAnswered();
    const valid = validateNewMessage(body, files);
    const message = this.#post(valid, valid.flags ?? 0);
    this.#shown.push(message);
    return message;
  }

  get original(): StoredMessage {
    this.#checkAnswered();
    if (this.#original === undefined) throw unknownMessage();
    return this.#original;
  }

  #showReply(message: StoredMessage): void {
    this.#replies.push(message);
    this.#shown.push(message);
  }

  #checkAnswered(): void {
    const expired = this.#network.now() - this.#startedAt > TOKEN_LIFETIME_MS;
    const answered = this.#replyable && this.#answers.entries.length > 0;
    if (!answered || expired) throw unknownWebhook();
  }

  /** There is no message about what somebody is still typing. */
  get #replyable(): boolean {
    return this.kind !== InteractionType.ApplicationCommandAutocomplete;
  }

  #offer(type: unknown, data: unknown): void {
    if (type !== InteractionResponseType.ApplicationCommandAutocompleteResult) throw wrongType();
    this.#choices.push(validateChoices(data));
    this.#answers.push({ type, ephemeral: true });
  }

  #post(body: MessageBody, flags: number): StoredMessage {
    const { bot: author, now } = this.#network;
    const message = new StoredMessage({ channelId: this.#channel.id, author, flags, time: now() }, body);
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
