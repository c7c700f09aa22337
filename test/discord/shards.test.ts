import { describe, expect, it } from 'vitest';
import { parseShards, shardIdsOf } from '../../src/discord/shards.ts';

describe('DISCORD_SHARDS', () => {
  it.each([
    ['auto', 'auto'],
    ['0-3/16', { first: 0, last: 3, count: 16 }],
    ['15/16', { first: 15, last: 15, count: 16 }],
    ['0/1', { first: 0, last: 0, count: 1 }],
  ])('takes %s', (text, shards) => expect(parseShards(text)).toEqual(shards));

  it.each(['', 'all', '3-0/16', '16/16', '0-16/16', '-1/4', '1', '0-3', '0/0', '1.5/4', '0-3/16 '])(
    'does not take "%s"',
    (text) => expect(parseShards(text)).toBeUndefined(),
  );

  it('names every shard of a range', () => {
    expect(shardIdsOf({ first: 4, last: 7, count: 16 })).toEqual([4, 5, 6, 7]);
  });
});
