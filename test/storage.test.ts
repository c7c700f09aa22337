import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openStorage, StorageError } from '../src/storage.ts';

describe('the store', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'talk-bot-balance-'));
  });
  afterEach(async () => {
    vi.useRealTimers();
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

  it('writes ahead to a log, so that a write is no full rewrite', async () => {
    const storage = await open('store.sqlite');
    expect(await readdir(folder)).toContain('store.sqlite-wal');
    await storage.close();
  });

  it('sweeps what has expired out of the file, and nothing else', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const storage = await open('store.sqlite');
    await storage.set('soon', 'gone-after-a-minute', 60_000);
    await storage.set('later', 'still-there', 120_000);
    await storage.set('forever', 'always-there');
    vi.setSystemTime(Date.now() + 90_000);
    await storage.sweepExpired();
    expect(await storage.get('soon')).toBeUndefined();
    expect([await storage.get('later'), await storage.get('forever')]).toEqual([
      'still-there',
      'always-there',
    ]);
    await storage.close();
    expect(await readFile(join(folder, 'store.sqlite'), 'latin1')).not.toContain('gone-after-a-minute');
  });

  it('refuses a file that is no database, and leaves it as it was', async () => {
    const text = 'somebody needs this text. '.repeat(200);
    await writeFile(join(folder, 'notes.txt'), text);
    await expect(open('notes.txt')).rejects.toThrow(StorageError);
    expect(await readFile(join(folder, 'notes.txt'), 'utf8')).toBe(text);
  });

  it('fails aloud when it has been closed, in place of looking empty', async () => {
    const storage = await open('store.sqlite');
    await storage.set('name', 'value');
    await storage.close();
    await expect(storage.get('name')).rejects.toThrow();
  });
});
