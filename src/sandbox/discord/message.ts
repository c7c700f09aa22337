import { type APIEmbed, type APIMessageTopLevelComponent, EmbedType } from 'discord.js';
import { type Attachment, attachmentObjects, attachmentsAfter, withPictures } from './attachments.ts';
import { snowflake } from './snowflake.ts';
import type { MessageBody } from './validation.ts';

export const EPHEMERAL = 64;

export interface Author {
  readonly id: string;
  readonly username: string;
  readonly bot: boolean;
}

/** A message as the people who may see it see it; it changes in place when it is edited. */
export interface SandboxMessage {
  readonly id: string;
  readonly channelId: string;
  readonly author: Author;
  readonly content: string;
  readonly embeds: readonly APIEmbed[];
  readonly components: readonly APIMessageTopLevelComponent[];
  /** All files of the message, those shown in an embed too. */
  readonly attachments: readonly Attachment[];
  readonly flags: number;
  /** Only the person who used the interaction sees it. */
  readonly ephemeral: boolean;
  /** Whom the content would notify: user ids, or `everyone`. */
  readonly mentioned: readonly string[];
  readonly edits: number;
  /** What the bot knows the message by before it has an id. */
  readonly nonce: string | number | undefined;
  /** How often the bot sent it again under its nonce, to no effect. */
  readonly repeats: number;
}

/** Besides its content. */
export interface MessageFrame {
  readonly channelId: string;
  readonly author: Author;
  readonly flags?: number;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** A message as the sandbox keeps it. */
export class StoredMessage implements SandboxMessage {
  readonly id = snowflake();
  readonly channelId: string;
  readonly author: Author;
  readonly flags: number;
  readonly nonce: string | number | undefined;
  /** Milliseconds since 1970. */
  readonly time: number;
  content = '';
  embeds: readonly APIEmbed[] = [];
  components: readonly APIMessageTopLevelComponent[] = [];
  attachments: readonly Attachment[] = [];
  mentioned: readonly string[] = [];
  edits = 0;
  repeats = 0;
  #editTime: number | undefined;

  /** @throws DiscordRefusal where the files do not fit the message */
  constructor({ channelId, author, flags = 0, time }: MessageFrame, body: MessageBody) {
    this.channelId = channelId;
    this.author = author;
    this.flags = flags;
    this.time = time;
    this.nonce = body.nonce ?? undefined;
    this.#apply(body);
  }

  get ephemeral(): boolean {
    return (this.flags & EPHEMERAL) !== 0;
  }

  /**
   * What the body leaves out stays as it was.
   *
   * @throws DiscordRefusal where the files do not fit the message, which then stays as it was
   */
  edit(body: MessageBody, time: number): void {
    this.#apply(body);
    this.edits += 1;
    this.#editTime = time;
  }

  /** Discord's `Message` object. */
  toApi(): object {
    return {
      id: this.id,
      type: 0,
      channel_id: this.channelId,
      author: userObject(this.author),
      content: this.content,
      embeds: this.embeds,
      components: this.components,
      flags: this.flags,
      timestamp: new Date(this.time).toISOString(),
      edited_timestamp: this.#editTime === undefined ? null : new Date(this.#editTime).toISOString(),
      attachments: attachmentObjects(this.attachments, this.embeds, this.ephemeral),
      ...(this.nonce !== undefined && { nonce: this.nonce }),
      mentions: [],
      mention_roles: [],
      mention_everyone: false,
      pinned: false,
      tts: false,
    };
  }

  #apply(body: MessageBody): void {
    const { content, embeds, components, allowed_mentions: allowed, files } = body;
    const attachments = attachmentsAfter(this.attachments, body.attachments, files, this.channelId);
    const kept = embeds === undefined ? this.embeds : (embeds ?? []).map(keptEmbed);
    this.embeds = withPictures(kept, attachments);
    this.attachments = attachments;
    if (content !== undefined) this.content = content ?? '';
    if (components !== undefined) this.components = keptComponents(components ?? []);
    const pings = (kind: 'users' | 'everyone') =>
      allowed?.parse === undefined || allowed.parse.includes(kind);
    this.mentioned = [
      ...(pings('users')
        ? [...this.content.matchAll(/<@!?(\d+)>/g)].map(([, id = '']) => id)
        : (allowed?.users ?? [])),
      ...(pings('everyone') && /@(everyone|here)/.test(this.content) ? ['everyone'] : []),
    ];
  }
}

/** Discord's `User` object. */
export function userObject({ id, username, bot }: Author): object {
  return {
    id,
    username,
    discriminator: '0',
    global_name: null,
    avatar: null,
    bot,
    flags: 0,
    public_flags: 0,
    primary_guild: null,
  };
}

/** Discord says of each embed what kind it is, and of each field whether it is inline. */
function keptEmbed({ fields, ...embed }: NonNullable<MessageBody['embeds']>[number]): APIEmbed {
  return {
    ...embed,
    type: EmbedType.Rich,
    ...(fields && { fields: fields.map((field) => ({ inline: false, ...field })) }),
  } as APIEmbed;
}

/** Discord numbers the components of a message, in their order. */
function keptComponents(rows: NonNullable<MessageBody['components']>): APIMessageTopLevelComponent[] {
  let last = 0;
  const number = () => ++last;
  return rows.map((row) => ({
    ...row,
    id: number(),
    components: row.components.map((part) => ({ ...part, id: number() })),
  })) as APIMessageTopLevelComponent[];
}
