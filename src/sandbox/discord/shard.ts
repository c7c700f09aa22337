/** Which shard a session is, and of how many: Discord's `[shard_id, num_shards]`. */
export type Shard = readonly [id: number, count: number];

/** Whether a shard hears of a server, or without one of direct messages (Discord documentation, "Sharding"). */
export function isHeardBy([id, count]: Shard, guildId: string | undefined): boolean {
  return guildId === undefined ? id === 0 : Number((BigInt(guildId) >> 22n) % BigInt(count)) === id;
}
