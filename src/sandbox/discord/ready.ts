import type { GatewayOptions } from './gateway.ts';
import { userObject } from './message.ts';
import type { Network } from './network.ts';
import { guildObject } from './payloads.ts';
import { isHeardBy, type Shard } from './shard.ts';

/** What a shard is told when its session begins: of itself, and of the servers that are its own. */
export function readiness(network: Network): Pick<GatewayOptions, 'ready' | 'afterReady'> {
  const guildsOf = (shard: Shard) => network.guilds.filter(({ id }) => isHeardBy(shard, id));
  return {
    ready: (shard) => ({
      user: userObject(network.bot),
      guilds: guildsOf(shard).map(({ id }) => ({ id, unavailable: true })),
      application: { id: network.bot.id, flags: 0 },
      private_channels: [],
      shard,
    }),
    afterReady: (shard) =>
      guildsOf(shard).map((guild) => ({ event: 'GUILD_CREATE', data: guildObject(guild, network.bot) })),
  };
}
