import { DiscordAPIError, type REST, RESTJSONErrorCodes, Routes } from 'discord.js';
import type { Circle, Standing } from '../chat/circle.ts';

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
  readonly #circle: Circle;

  /** @param circle the members of those servers */
  constructor(guildIds: readonly string[], circle: Circle) {
    this.#guildIds = guildIds;
    this.#circle = circle;
  }

  /** @param guildId where the user is with the bot; `null` in private */
  async standingOf(guildId: string | null, userId: string, rest: REST): Promise<Standing> {
    if (guildId !== null) return this.#guildIds.includes(guildId) ? 'member' : 'stranger';
    return this.#circle.standingOf(userId, (guild, signal) => isMember(guild, userId, rest, signal));
  }
}

async function isMember(guildId: string, userId: string, rest: REST, signal: AbortSignal): Promise<boolean> {
  try {
    await rest.get(Routes.guildMember(guildId, userId), { signal });
    return true;
  } catch (error) {
    if (error instanceof DiscordAPIError && NO_MEMBER.has(error.code)) return false;
    throw error;
  }
}
