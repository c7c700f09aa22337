import { Journal } from '../journal.ts';
import type { StoredMessage } from './message.ts';
import { snowflake } from './snowflake.ts';

/** A text channel of a server, or the direct messages of one person with the bot. */
export interface Channel {
  readonly id: string;
  /** What everybody there sees, in order. */
  readonly messages: Journal<StoredMessage>;
}

/** A server with one text channel. */
export interface DiscordGuild {
  readonly id: string;
  readonly name: string;
  readonly locale: string;
  readonly channel: Channel;
  /** Ids of the people who have done something here. */
  readonly members: Set<string>;
}

export function newChannel(): Channel {
  return { id: snowflake(), messages: new Journal<StoredMessage>() };
}
