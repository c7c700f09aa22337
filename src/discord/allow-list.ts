import { DiscordAPIError, type REST, RESTJSONErrorCodes, Routes } from 'discord.js';
import { LRUCache } from 'lru-cache';

/** How long it is taken for granted who is a member, in milliseconds. */
const REMEMBERED_MS = 10 * 60_000;

const MAX_REMEMBERED = 10_000;

/** What Discord answers where somebody is no member, or the bot is not in the server. */
const NO_MEMBER: ReadonlySet<number | string> = new Set([
  RESTJSONErrorCodes.UnknownMember,
  RESTJSONErrorCodes.UnknownUser,
  RESTJSONErrorCodes.UnknownGuild,
  RESTJSONErrorCodes.MissingAccess,
]);

/** Whom a private bot serves: some servers, and in private their members. */
export class GuildAllowList {
  readonly #guildIds: readonly string[];
  readonly #members = new LRUCache<string, boolean>({ max: MAX_REMEMBERED, ttl: REMEMBERED_MS });

  constructor(guildIds: readonly string[]) {
    this.#guildIds = guildIds;
  }

  /** @param guildId where the user is with the bot; `null` in private */
  async admits(guildId: string | null, userId: string, rest: REST): Promise<boolean> {
    if (guildId !== null) return this.#guildIds.includes(guildId);
    const known = this.#members.get(userId);
    if (known !== undefined) return known;
    const memberships = await Promise.all(this.#guildIds.map((guild) => isMember(guild, userId, rest)));
    const isIn = memberships.includes(true);
    this.#members.set(userId, isIn);
    return isIn;
  }
}

async function isMember(guildId: string, userId: string, rest: REST): Promise<boolean> {
  try {
    await rest.get(Routes.guildMember(guildId, userId));
    return true;
  } catch (error) {
    if (error instanceof DiscordAPIError && NO_MEMBER.has(error.code)) return false;
    throw error;
  }
}
