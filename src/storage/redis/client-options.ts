import type { RedisClientOptions } from '@redis/client';

/** How long a connection, and what is said at its beginning, may take, in milliseconds. */
const CONNECT_TIMEOUT_MS = 3_000;
const SILENCE_TIMEOUT_MS = 5_000;

/** How long a command may wait for a connection, in milliseconds. What was sent is the heartbeat's to watch. */
const COMMAND_TIMEOUT_MS = 3_000;

/** How long to wait before connecting again, in milliseconds. */
const RECONNECT_MS = 250;

/** How every client of this bot is connected. @param url `redis://`, or with TLS `rediss://` */
export function clientOptions(url: string) {
  return {
    url,
    socket: {
      connectTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: SILENCE_TIMEOUT_MS,
      reconnectStrategy: RECONNECT_MS,
    },
    commandOptions: { timeout: COMMAND_TIMEOUT_MS },
  } satisfies RedisClientOptions;
}
