import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { ShardLeases } from '../../src/discord/shard-leases.ts';
import { createLog } from '../../src/log.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import type { Store } from '../../src/storage/store.ts';
import { freshStore } from '../stores/fresh-store.ts';

const RANGE = { first: 1, last: 2, count: 4 };
const ignore = () => undefined;

describe('the shards of a process', () => {
  let store: Store;
  let shards: ShardLeases;

  beforeEach(async () => {
    const fresh = await freshStore('sqlite');
    store = await openStorage(fresh.url, ignore);
    shards = new ShardLeases(store.leases, createLog({ level: 'silent', secrets: [] }));
    onTestFinished(async () => {
      await shards.release();
      await store.close();
      await fresh[Symbol.asyncDispose]();
    });
  });

  it('are its own until it lets them go', async () => {
    await shards.take('1', RANGE, ignore);
    const elsewhere = () => store.leases.take('discord:1:shard:2/4', 'elsewhere/1', 60_000);
    expect(await elsewhere()).toBe(`${hostname()}/${process.pid}`);
    await shards.release();
    expect(await elsewhere()).toBe('elsewhere/1');
  });

  it('are waited for, all of them, while another process has one', async () => {
    await store.leases.take('discord:1:shard:2/4', `${hostname()}/${process.ppid}`, 60_000);
    await expect(shards.take('1', RANGE, ignore)).rejects.toMatchObject({
      transient: true,
      message: expect.stringMatching(/^Another process \(.+\) has the shard 2\/4\. .*DISCORD_SHARDS/),
    });
    expect(await store.leases.take('discord:1:shard:1/4', 'elsewhere/1', 60_000)).toBe('elsewhere/1');
  });

  it('are not waited for when the process that had them is no more', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    await store.leases.take('discord:1:shard:1/4', `${hostname()}/${pid}`, 60_000);
    await shards.take('1', RANGE, ignore);
    expect(await store.leases.take('discord:1:shard:1/4', 'elsewhere/1', 60_000)).toBe(
      `${hostname()}/${process.pid}`,
    );
  });

  it('are lost to a process that took them during a long pause', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const lost = new Promise<Error>((resolve) => {
      shards.take('1', RANGE, resolve).then(async () => {
        const self = `${hostname()}/${process.pid}`;
        await store.leases.pass('discord:1:shard:1/4', self, 'elsewhere/1', 60_000);
        vi.advanceTimersByTime(10_000);
      });
    });
    expect((await lost).message).toContain('elsewhere/1');
  });
});
