import { mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStorage } from '../../src/storage/open-storage.ts';
import type { Stretch } from '../../src/storage/storage.ts';
import { openDatabase } from '../records/database.ts';

describe('the store', () => {
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

  it('lets nobody else read its files', async () => {
    const storage = await open('store.sqlite');
    await storage.set('name', 'value');
    for (const file of await readdir(folder)) expect((await stat(join(folder, file))).mode & 0o077).toBe(0);
    await storage.close();
  });

  it('writes ahead to a log, so that a write is no full rewrite', async () => {
    const storage = await open('store.sqlite');
    expect(await readdir(folder)).toContain('store.sqlite-wal');
    await storage.close();
  });

  it('shows every record of a prefix once, in pages, while others are written and deleted', async () => {
    const storage = await open('store.sqlite');
    const names = Array.from({ length: 1_200 }, (_, index) => `kind:${String(index).padStart(5, '0')}`);
    await Promise.all(['kinder:1', 'kin:1', ...names].map((name) => storage.set(name, 'value')));
    const seen: string[] = [];
    for await (const page of storage.pages('kind:')) {
      seen.push(...page.map(({ name }) => name));
      await storage.set(`kind:${seen.length}-new`, 'value');
      await storage.delete('kin:1');
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(names.filter((name) => !seen.includes(name))).toEqual([]);
    expect(seen.filter((name) => !name.startsWith('kind:'))).toEqual([]);
    await storage.close();
  });

  it('shows a stretch of names', async () => {
    const storage = await open('store.sqlite');
    await storage.commit(
      ['kind:Aa', 'kind:Bb', 'kind:Cc', 'kind:a', 'kinder:B'].map((name) => ({ name, value: '' })),
    );
    const namesIn = async (stretch: Stretch) => {
      const seen: string[] = [];
      for await (const page of storage.pages('kind:', stretch)) seen.push(...page.map(({ name }) => name));
      return seen;
    };
    expect(await namesIn({ from: 'B', until: 'C' })).toEqual(['kind:Bb']);
    expect(await namesIn({ until: 'C' })).toEqual(['kind:Aa', 'kind:Bb']);
    expect(await namesIn({ from: 'C' })).toEqual(['kind:Cc', 'kind:a']);
    await storage.close();
  });

  it('stores several records at one moment, in place of what was there', async () => {
    const storage = await open('store.sqlite');
    await storage.set('a', 'old');
    const records = [
      { name: 'a', value: 'new "quoted" 秘密' },
      { name: 'b', value: '' },
    ];
    await storage.commit(records);
    expect([await storage.get('a'), await storage.get('b')]).toEqual(records.map(({ value }) => value));
    const count = await storage.count();
    await storage.commit([]);
    expect(await storage.count()).toBe(count);
    await storage.close();
  });

  it('replaces and deletes only what is still as it was read', async () => {
    const storage = await open('store.sqlite');
    for (const name of ['a', 'b', 'c']) await storage.set(name, 'old');
    await storage.set('b', 'changed meanwhile');
    const change = (name: string, to = name) => ({
      before: { name, value: 'old' },
      after: { name: to, value: 'new' },
    });
    expect(await storage.replaceUnchanged([change('a'), change('b'), change('c', 'b')])).toBe(1);
    expect(await Promise.all(['a', 'b', 'c'].map((name) => storage.get(name)))).toEqual([
      'new',
      'changed meanwhile',
      'old',
    ]);
    expect(await storage.deleteUnchanged(['b', 'c'].map((name) => ({ name, value: 'old' })))).toBe(1);
    expect(await Promise.all(['b', 'c'].map((name) => storage.get(name)))).toEqual([
      'changed meanwhile',
      undefined,
    ]);
    await storage.close();
  });

  it('adds a record once', async () => {
    const storage = await open('store.sqlite');
    const added = await Promise.all(['first', 'second'].map((value) => storage.add('name', value)));
    expect(new Set(added).size).toBe(1);
    expect(await storage.get('name')).toBe(added[0]);
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
    while (!(await Promise.race([isOver, storage.get('name').then(() => false)]))) reads += 1;
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

  it('is copied and brought back whole, while it is written', async () => {
    const storage = await open('store.sqlite');
    await storage.set('kept', 'as it was');
    await storage.backup(join(folder, 'backup.sqlite'));
    expect((await stat(join(folder, 'backup.sqlite'))).mode & 0o077).toBe(0);
    await expect(storage.backup(join(folder, 'backup.sqlite'))).rejects.toThrow('EEXIST');
    await storage.set('kept', 'changed since');
    await storage.set('added', 'since');
    await storage.restore(join(folder, 'backup.sqlite'));
    expect([await storage.get('kept'), await storage.get('added')]).toEqual(['as it was', undefined]);
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

  it('fails aloud when it has been closed, in place of looking empty', async () => {
    const storage = await open('store.sqlite');
    await storage.set('name', 'value');
    await storage.close();
    await expect(storage.get('name')).rejects.toThrow();
  });
});
