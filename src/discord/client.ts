import {
  Client,
  type ClientOptions,
  Events,
  GatewayIntentBits,
  Partials,
  type RateLimitData,
  type RESTOptions,
} from 'discord.js';
import type { Logger } from 'pino';
import type { Dispatcher } from 'undici';
import { describeError } from '../log.ts';
import { LeanRest } from './lean-rest.ts';
import { makeRequestOver } from './make-request.ts';

/** The longest rate limit that is waited out, in milliseconds. An interaction can be answered for 15 minutes. */
const MAX_RATE_LIMIT_MS = 30_000;

/**
 * discord.js would hold back more than 50 calls a second. Nearly all of this client's are answers to interactions,
 * which Discord does not count among those (Discord documentation, "Rate Limits"); what it does limit it says by 429.
 */
const UNLIMITED = Number.POSITIVE_INFINITY;

/**
 * discord.js's client, not yet logged in, which tells the log what it complains of.
 *
 * @param connection how it gets its events; without it by one shard of the gateway
 */
export function newClient(
  apiRoot: string | undefined,
  log: Logger,
  dispatcher: Dispatcher,
  connection: Pick<ClientOptions, 'shards' | 'shardCount' | 'ws'> = {},
): Client {
  const client = new Client({
    ...connection,
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.DirectMessages],
    // Without it, messages in direct message channels that the client has not seen yet are dropped.
    partials: [Partials.Channel],
    rest: { ...restOptions(apiRoot, log, dispatcher), globalRequestsPerSecond: UNLIMITED },
  });
  // Of the one that it has made for itself.
  client.rest.clearHashSweeper();
  client.rest.clearHandlerSweeper();
  client.rest = new LeanRest(client.rest.options, dispatcher);
  client.on(Events.Error, (error) => log.error({ error: describeError(error) }, 'gateway error'));
  client.on(Events.Warn, (warning) => log.warn({ warning }, 'gateway warning'));
  return client;
}

/** How REST calls are made. @param apiRoot another root than Discord's own, without the version */
export function restOptions(
  apiRoot: string | undefined,
  log: Logger,
  dispatcher: Dispatcher,
): Partial<RESTOptions> {
  return {
    makeRequest: makeRequestOver(dispatcher),
    rejectOnRateLimit: (limit) => isTooLong(limit, log),
    ...(apiRoot !== undefined && { api: apiRoot }),
  };
}

/** Hears of every rate limit before it is waited out. The URL may hold an interaction's token, the route does not. */
function isTooLong({ method, route, global, retryAfter }: RateLimitData, log: Logger): boolean {
  const tooLong = retryAfter > MAX_RATE_LIMIT_MS;
  log[tooLong ? 'warn' : 'debug']({ method, route, global, retryAfterMs: retryAfter }, 'rate limited');
  return tooLong;
}
