import { type APIEmbed, type APIMessageTopLevelComponent, EmbedType } from 'discord.js';
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
  readonly flags: number;
  /** Only the person who used the interaction sees it. */
  readonly ephemeral: boolean;
  /** Whom the content would notify: user ids, or `everyone`. */
  readonly mentioned: readonly string[];
  readonly edits: number;
}

/** A message as the sandbox keeps it. */
export class StoredMessage implements SandboxMessage {
  readonly id = snowflake();
  readonly timestamp = new Date().toISOString();
  readonly channelId: string;
  readonly author: Author;
  readonly flags: number;
  content = '';
  embeds: readonly APIEmbed[] = [];
  components: readonly APIMessageTopLevelComponent[] = [];
  mentioned: readonly string[] = [];
  edits = 0;

  constructor(channelId: string, author: Author, body: MessageBody, flags: number) {
    this.channelId = channelId;
    this.author = author;
    this.flags = flags;
    this.#apply(body);
  }

  get ephemeral(): boolean {
    return (this.flags & EPHEMERAL) !== 0;
  }

  /** What the body leaves out stays as it was. */
  edit(body: MessageBody): void {
    this.edits += 1;
    this.#apply(body);
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
      timestamp: this.timestamp,
      edited_timestamp: this.edits > 0 ? this.timestamp : null,
      attachments: [],
      mentions: [],
      mention_roles: [],
      mention_everyone: false,
      pinned: false,
      tts: false,
    };
  }

  #apply({ content, embeds, components, allowed_mentions: allowed }: MessageBody): void {
    if (content !== undefined) this.content = content ?? '';
    if (embeds !== undefined) this.embeds = (embeds ?? []).map(keptEmbed);
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
