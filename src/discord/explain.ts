import {
  type CloseEvent,
  DiscordAPIError,
  DiscordjsError,
  DiscordjsErrorCodes,
  GatewayCloseCodes,
  RateLimitError,
} from 'discord.js';
import { AdapterError } from '../adapter.ts';
import { describeError } from '../log.ts';
import { proxyErrorBehind } from '../proxy/proxy-error.ts';

const TOKEN_REFUSED =
  'It may have been reset. Copy it again: Developer Portal, your application, Bot, Reset Token.';

const CLOSED_FOR_GOOD: Readonly<Partial<Record<number, string>>> = {
  [GatewayCloseCodes.AuthenticationFailed]: `Discord refused DISCORD_TOKEN (4004). ${TOKEN_REFUSED}`,
  [GatewayCloseCodes.InvalidShard]:
    'Discord refused a shard (4010). Do all processes name the same number of shards in DISCORD_SHARDS?',
  [GatewayCloseCodes.ShardingRequired]:
    'Discord asks for more shards (4011): the bot is in too many servers for as few as DISCORD_SHARDS says.',
  [GatewayCloseCodes.DisallowedIntents]:
    'Discord refused the intents (4014). The bot asks for Guilds and DirectMessages, and neither is privileged: see in the Developer Portal whether the application is restricted.',
};

/** Why the gateway ended a session for good. */
export function explainClose({ code }: CloseEvent): AdapterError {
  return new AdapterError(
    CLOSED_FOR_GOOD[code] ?? `Discord closed the gateway session for good (close code ${code}).`,
  );
}

/** Why the bot did not get in. */
export function explainStart(error: unknown): AdapterError {
  if (error instanceof AdapterError) return error;
  if (isTokenRefused(error)) return new AdapterError(`Discord refused DISCORD_TOKEN. ${TOKEN_REFUSED}`);
  const proxyError = proxyErrorBehind(error);
  if (proxyError)
    return new AdapterError(`Discord could not be reached. ${proxyError.message}`, { transient: true });
  const why = error instanceof RateLimitError ? 'it limits how often' : describeError(error).message;
  return new AdapterError(`Discord could not be reached: ${why}. Check the network and DISCORD_API_ROOT.`, {
    transient: true,
  });
}

function isTokenRefused(error: unknown): boolean {
  if (error instanceof DiscordAPIError) return error.status === 401;
  return error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid;
}
