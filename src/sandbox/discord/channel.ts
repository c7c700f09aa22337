import { Journal } from '../journal.ts';
import { cannotMessageUser, missingAccess, missingPermissions } from './errors.ts';
import type { StoredMessage } from './message.ts';
import { snowflake } from './snowflake.ts';

/** A text channel of a server, or the direct messages of one person with the bot. */
export interface Channel {
  readonly id: string;
  readonly isDirect: boolean;
  /** What everybody there sees, in order. */
  readonly messages: Journal<StoredMessage>;
  /** What the bot may do there besides answering interactions; of direct messages only `post` and `none` are. */
  botAccess: 'post' | 'view' | 'none';
}

/** A server with one text channel. */
export interface DiscordGuild {
  readonly id: string;
  readonly name: string;
  readonly locale: string;
  readonly channel: Channel;
  /** Ids of the people who have done something here. */
  readonly members: Set<string>;
  /** Ids of the people who may do everything. */
  readonly administrators: Set<string>;
  /** Ids of the people with the permission Manage Server. */
  readonly managers: Set<string>;
}

export function newChannel(isDirect: boolean): Channel {
  return { id: snowflake(), isDirect, messages: new Journal<StoredMessage>(), botAccess: 'post' };
}

/** @throws DiscordRefusal where the bot cannot post */
export function checkBotMayPost({ isDirect, botAccess }: Channel): void {
  if (botAccess === 'post') return;
  if (isDirect) throw cannotMessageUser();
  throw botAccess === 'view' ? missingPermissions() : missingAccess();
}
