import { describe, expect, it } from 'vitest';
import { openStorage } from '../../src/storage/open-storage.ts';
import { StorageError } from '../../src/storage/storage-error.ts';
import { Transactions } from '../../src/storage/transactions.ts';
import { StoreFolder } from '../records/store-folder.ts';

async function open(folder: StoreFolder) {
  const storage = await openStorage(folder.url, () => undefined);
  return { storage, transactions: new Transactions(storage) };
}

describe('a task on the store', () => {
  it('sees what it has written, and others see nothing of it before it is done', async () => {
    await using folder = await StoreFolder.make();
    const { storage, transactions } = await open(folder);
    await storage.set('old', 'value');
    await transactions.atomically(async () => {
      await transactions.set('new', 'value');
      expect(await transactions.add('new', 'another')).toBe('value');
      expect([await transactions.delete('old'), await transactions.delete('old', 'none')]).toEqual([
        true,
        false,
      ]);
      expect(await transactions.getMany(['new', 'old'])).toEqual(['value', undefined]);
      expect(await storage.getMany(['new', 'old'])).toEqual([undefined, 'value']);
    });
    expect(await storage.getMany(['new', 'old'])).toEqual(['value', undefined]);
    await storage.close();
  });

  it('replaces and deletes only what is as expected', async () => {
    await using folder = await StoreFolder.make();
    const { storage, transactions } = await open(folder);
    for (const name of ['a', 'b']) await storage.set(name, 'old');
    const results = await transactions.atomically(async () => [
      await transactions.replaceUnchanged([
        { before: { name: 'a', value: 'old' }, after: { name: 'c', value: 'new' } },
        { before: { name: 'b', value: 'other' }, after: { name: 'b', value: 'new' } },
        { before: { name: 'b', value: 'old' }, after: { name: 'c', value: 'taken' } },
      ]),
      await transactions.deleteUnchanged([
        { name: 'b', value: 'other' },
        { name: 'c', value: 'new' },
      ]),
      await transactions.commit([{ name: 'b', value: 'never' }], [{ name: 'b', value: undefined }]),
    ]);
    expect(results).toEqual([1, 1, false]);
    expect(await storage.getMany(['a', 'b', 'c'])).toEqual([undefined, 'old', undefined]);
    await storage.close();
  });

  it('leaves nothing behind when it fails', async () => {
    await using folder = await StoreFolder.make();
    const { storage, transactions } = await open(folder);
    const task = transactions.atomically(async () => {
      await transactions.set('name', 'value');
      throw new RangeError('a bug');
    });
    await expect(task).rejects.toThrow(RangeError);
    expect(await storage.get('name')).toBeUndefined();
    await storage.close();
  });

  it('is done again when somebody has changed what it has read, or made what it has missed', async () => {
    await using folder = await StoreFolder.make();
    const { storage, transactions } = await open(folder);
    const meddling = [
      () => storage.set('name', 'theirs'),
      () => storage.delete('name'),
      () => Promise.resolve(false),
    ];
    const seen: (string | undefined)[] = [];
    await transactions.atomically(async () => {
      seen.push(await transactions.get('name'));
      await transactions.set('name', `${seen.at(-1)}, then ours`);
      await meddling[seen.length - 1]?.();
    });
    expect(seen).toEqual([undefined, 'theirs', undefined]);
    expect(await storage.get('name')).toBe('undefined, then ours');
    await storage.close();
  });

  it('is given up when others never let it pass', async () => {
    await using folder = await StoreFolder.make();
    const { storage, transactions } = await open(folder);
    let round = 0;
    const task = transactions.atomically(async () => {
      await transactions.get('name');
      await transactions.set('name', 'ours');
      round += 1;
      await storage.set('name', `theirs ${round}`);
    });
    await expect(task).rejects.toThrow(StorageError);
    expect(await storage.get('name')).toBe(`theirs ${round}`);
    await storage.close();
  });
});
