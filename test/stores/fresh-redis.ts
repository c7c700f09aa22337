import { createClient } from '@redis/client';
import type { FreshStore } from './fresh-store.ts';

/** The next number of the database 0, which is used for nothing else, is that of a database which nobody uses. */
const COUNTER = 'databases';

const clientOf = (url: string) => createClient({ url });

type Client = ReturnType<typeof clientOf>;

/** An empty database of the server. */
export async function freshRedis(server: string): Promise<FreshStore> {
  const number = await withClient(server, (client) => client.incr(COUNTER));
  const url = `${server}/${number}`;
  return {
    url,
    bytes: () => withClient(url, dump),
    passTime: (ms) => withClient(url, (client) => age(client, ms)),
    async [Symbol.asyncDispose]() {
      await withClient(url, (client) => client.flushDb());
    },
  };
}

async function withClient<T>(url: string, task: (client: Client) => Promise<T>): Promise<T> {
  const client = clientOf(url);
  await client.connect();
  try {
    return await task(client);
  } finally {
    await client.close();
  }
}

/** Brings the end of everything that has one nearer. */
async function age(client: Client, ms: number): Promise<void> {
  for (const key of await client.keys('*')) {
    const left = await client.pTTL(key);
    if (left > 0) await client.pExpire(key, Math.max(left - ms, 0));
  }
}

async function dump(client: Client): Promise<string> {
  const keys = await client.keys('*');
  const contents = await Promise.all(keys.map((key) => contentOf(client, key)));
  return JSON.stringify(keys.map((key, index) => [key, contents[index]]));
}

async function contentOf(client: Client, key: string): Promise<unknown> {
  switch (await client.type(key)) {
    case 'string':
      return client.get(key);
    case 'hash':
      return client.hGetAll(key);
    case 'list':
      return client.lRange(key, 0, -1);
    case 'set':
      return client.sMembers(key);
    case 'zset':
      return client.zRangeWithScores(key, 0, -1);
    case 'stream':
      return client.xRange(key, '-', '+');
    default:
      return null;
  }
}
