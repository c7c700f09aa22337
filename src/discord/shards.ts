/** The shards of this process: all that Discord recommends, or some of those that all processes have together. */
export type Shards = 'auto' | ShardRange;

/** Consecutive shards. */
export interface ShardRange {
  readonly first: number;
  readonly last: number;
  /** How many shards there are in all processes. */
  readonly count: number;
}

/** Reads `auto`, `0-3/16` or `5/16`. @returns `undefined` for anything else */
export function parseShards(text: string): Shards | undefined {
  if (text === 'auto') return text;
  const [, from, to = from, of] = /^(\d{1,5})(?:-(\d{1,5}))?\/(\d{1,5})$/.exec(text) ?? [];
  const [first, last, count] = [from, to, of].map(Number) as [number, number, number];
  return first <= last && last < count ? { first, last, count } : undefined;
}

export function shardIdsOf({ first, last }: ShardRange): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
