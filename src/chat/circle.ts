import { TimeoutStrategy, timeout } from 'cockatiel';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { describeError } from '../log.ts';
import type { ChatEvent } from './request.ts';

/** Where a person stands to a private bot's circle; `unknown` while the platform does not say. */
export type Standing = 'member' | 'stranger' | 'unknown';

/** How long it is taken for granted, in milliseconds. Whoever was just let in must not wait for long. */
const REMEMBERED_MS: Readonly<Record<Standing, number>> = {
  member: 10 * 60_000,
  stranger: 60_000,
  // Against a flood only: it would feed the very limit that the platform is at.
  unknown: 5_000,
};

const MAX_REMEMBERED = 10_000;

/** How long the platform may take to say it, in milliseconds. Discord waits 3 seconds for the first answer. */
const ASK_TIMEOUT_MS = 1_500;

/** Asks the platform whether a person is in a group; rejects where it does not say. */
type IsMember = (groupId: string, signal: AbortSignal) => Promise<boolean>;

/** The members of some groups, whom a private bot serves in private too. */
export class Circle {
  readonly #groupIds: readonly string[];
  readonly #log: Logger;
  readonly #known: LRUCache<string, Standing>;
  readonly #inTime = timeout(ASK_TIMEOUT_MS, TimeoutStrategy.Aggressive);

  /** @param now milliseconds since 1970 */
  constructor(groupIds: readonly string[], log: Logger, now: () => number) {
    this.#groupIds = groupIds;
    this.#log = log;
    this.#known = new LRUCache({ max: MAX_REMEMBERED, ttl: REMEMBERED_MS.member, perf: { now } });
  }

  /** Where a person stands, remembered or asked of the platform. */
  async standingOf(userId: string, isMember: IsMember): Promise<Standing> {
    const known = this.#known.get(userId);
    if (known !== undefined) return known;
    const standings = await Promise.all(this.#groupIds.map((groupId) => this.#ask(groupId, isMember)));
    const standing = together(standings);
    this.#known.set(userId, standing, { ttl: REMEMBERED_MS[standing] });
    return standing;
  }

  async #ask(groupId: string, isMember: IsMember): Promise<Standing> {
    try {
      const isIn = await this.#inTime.execute(({ signal }) => isMember(groupId, signal));
      return isIn ? 'member' : 'stranger';
    } catch (error) {
      this.#log.warn({ error: describeError(error) }, 'it could not be checked who belongs to the circle');
      return 'unknown';
    }
  }
}

function together(standings: readonly Standing[]): Standing {
  if (standings.includes('member')) return 'member';
  // One group that is not known may be the very one that the person is in.
  return standings.includes('unknown') ? 'unknown' : 'stranger';
}

/** What reaches the chat of somebody who is not let in. @param id what the operator would have to let in */
export function turnedAway(standing: Exclude<Standing, 'member'>, id: string): ChatEvent {
  return standing === 'stranger' ? { kind: 'stranger', id } : { kind: 'unverified' };
}
