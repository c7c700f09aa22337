import { mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openStorage } from '../../src/storage/open-storage.ts';
import { openDatabase } from '../records/database.ts';

describe('a store in a file of SQLite', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'talk-bot-balance-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  const open = (path: string) => openStorage(`sqlite://${folder}/${path}`, () => undefined);

  it('makes its folder, and keeps what it was given over a restart', async () => {
    const first = await open('a/b/store.sqlite');
    await first.set('name', 'value');
    await first.close();
    const second = await open('a/b/store.sqlite');
    expect(await second.get('name')).toBe('value');
    expect([await second.delete('name'), await second.delete('name')]).toEqual([true, false]);
    expect(await second.get('name')).toBeUndefined();
    await second.close();
  });

  it('is made by several at the same time', async () => {
    for (let round = 0; round < 4; round += 1) {
      const stores = await Promise.all(Array.from({ length: 4 }, () => open(`${round}.sqlite`)));
      await Promise.all(stores.map((store) => store.close()));
    }
  });

  it('lets nobody else read its files', async () => {
    const storage = await open('store.sqlite');
    await storage.set('name', 'value');
    for (const file of await readdir(folder)) expect((await stat(join(folder, file))).mode & 0o077).toBe(0);
    await storage.close();
  });

  it('opens its leases when what was in the way is gone, and closes without them', async () => {
    const leases = join(folder, 'store.sqlite-leases');
    await writeFile(leases, 'no database '.repeat(100));
    const storage = await open('store.sqlite');
    const take = () => storage.leases.take('name', 'holder', 60_000);
    await expect(take()).rejects.toMatchObject({ problem: 'damaged' });
    await rm(leases);
    expect(await take()).toBe('holder');
    await storage.close();

    await writeFile(leases, 'no database '.repeat(100));
    const other = await open('store.sqlite');
    await expect(other.leases.take('name', 'holder', 60_000)).rejects.toMatchObject({ problem: 'damaged' });
    await other.close();
  });

  it('writes ahead to a log, so that a write is no full rewrite', async () => {
    const storage = await open('store.sqlite');
    expect(await readdir(folder)).toContain('store.sqlite-wal');
    await storage.close();
  });

  it('leaves nothing in its files of what was deleted or overwritten, once scrubbed', async () => {
    const storage = await open('store.sqlite');
    await storage.set('name', 'an-earlier-value');
    await storage.set('name', 'a-later-value');
    await storage.set('other', 'a-value-that-stays');
    await storage.delete('name');
    await storage.scrub();
    const files = await Promise.all(
      (await readdir(folder)).map((file) => readFile(join(folder, file), 'latin1')),
    );
    const bytes = files.join();
    expect(bytes).toContain('a-value-that-stays');
    for (const gone of ['an-earlier-value', 'a-later-value', 'keyv:name']) expect(bytes).not.toContain(gone);
    await storage.close();
  });

  it('is not made anew by a scrub when its file has been taken away', async () => {
    const storage = await open('store.sqlite');
    await storage.set('name', 'value');
    await rename(join(folder, 'store.sqlite'), join(folder, 'elsewhere.sqlite'));
    await expect(storage.scrub()).rejects.toMatchObject({ problem: 'unreachable' });
    expect(await readdir(folder)).not.toContain('store.sqlite');
    await storage.close();
  });

  it('is scrubbed under load too', async () => {
    const storage = await open('store.sqlite');
    const load = Promise.all(
      Array.from({ length: 300 }, async (_, index) => {
        await storage.set(`name:${index}`, 'value');
        await storage.get(`name:${index}`);
      }),
    );
    await storage.scrub();
    await load;
    await storage.close();
  });

  it('is not held up by a scrub that somebody else, who reads, stands in the way of', async () => {
    const storage = await open('store.sqlite');
    await storage.set('name', 'value');
    await using reader = await openDatabase(join(folder, 'store.sqlite'));
    await reader.run('BEGIN');
    await reader.run('SELECT count(*) FROM keyv');
    await storage.set('name', 'written meanwhile');
    const scrub = storage.scrub().then(
      () => 'scrubbed',
      (error: unknown) => error,
    );
    let reads = 0;
    const isOver = scrub.then(() => true);
    while (!(await Promise.race([isOver, storage.get(`name:${reads}`).then(() => false)]))) reads += 1;
    expect(await scrub).toMatchObject({ problem: 'busy' });
    expect(reads).toBeGreaterThan(50);
    await reader.run('COMMIT');
    await storage.scrub();
    await storage.close();
  });

  it('takes a record that is no JSON for damage, and repeats nothing of it', async () => {
    const storage = await open('store.sqlite');
    await using database = await openDatabase(join(folder, 'store.sqlite'));
    await database.run("INSERT INTO keyv (key, value) VALUES ('keyv:odd', 'something-private')");
    const error = await storage.get('odd').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ problem: 'damaged', message: expect.not.stringContaining('private') });
    await storage.close();
  });

  it('finds out within a moment what somebody has written past the bot', async () => {
    const storage = await open('store.sqlite');
    await storage.set('name', 'value');
    expect(await storage.get('name')).toBe('value');
    await using database = await openDatabase(join(folder, 'store.sqlite'));
    await database.run(`UPDATE keyv SET value = '{"value":"corrected"}' WHERE key = 'keyv:name'`);
    await vi.waitFor(async () => expect(await storage.get('name')).toBe('corrected'));
    await storage.close();
  });

  it('refuses a file that is no database, and leaves it as it was', async () => {
    const text = 'somebody needs this text. '.repeat(200);
    await writeFile(join(folder, 'notes.txt'), text);
    await expect(open('notes.txt')).rejects.toMatchObject({
      name: 'StorageError',
      problem: 'damaged',
    });
    expect(await readFile(join(folder, 'notes.txt'), 'utf8')).toBe(text);
  });
});
