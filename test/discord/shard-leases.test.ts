import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { ShardLeases } from '../../src/discord/shard-leases.ts';
import { createLog } from '../../src/log.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import type { Store } from '../../src/storage/store.ts';
import { freshStore } from '../stores/fresh-store.ts';

const RANGE = { first: 1, last: 2, count: 4 };
/** Two containers may share the name of the host and the process id. */
const SELF = 'host:1:this';
const ignore = () => undefined;

describe('the shards of a process', () => {
  let store: Store;
  let shards: ShardLeases;

  beforeEach(async () => {
    const fresh = await freshStore('sqlite');
    store = await openStorage(fresh.url, ignore);
    shards = new ShardLeases(
      { leases: store.leases, holder: SELF },
      createLog({ level: 'silent', secrets: [] }),
    );
    onTestFinished(async () => {
      await shards.release();
      await store.close();
      await fresh[Symbol.asyncDispose]();
    });
  });

  it('are its own until it lets them go', async () => {
    await shards.take('1', RANGE, ignore);
    const elsewhere = () => store.leases.take('discord:1:shard:2/4', 'elsewhere:1', 60_000);
    expect(await elsewhere()).toBe(SELF);
    await shards.release();
    expect(await elsewhere()).toBe('elsewhere:1');
  });

  it('are waited for, all of them, while another process has one', async () => {
    await store.leases.take('discord:1:shard:2/4', 'host:1:another', 60_000);
    await expect(shards.take('1', RANGE, ignore)).rejects.toMatchObject({
      transient: true,
      message: expect.stringMatching(/^Another process \(.+\) has the shard 2\/4\. .*DISCORD_SHARDS/),
    });
    expect(await store.leases.take('discord:1:shard:1/4', 'elsewhere:1', 60_000)).toBe('elsewhere:1');
  });

  it('are lost to a process that took them during a long pause', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const lost = new Promise<Error>((resolve) => {
      shards.take('1', RANGE, resolve).then(async () => {
        await store.leases.pass('discord:1:shard:1/4', SELF, 'elsewhere:1', 60_000);
        vi.advanceTimersByTime(10_000);
      });
    });
    expect((await lost).message).toContain('elsewhere:1');
  });
});
