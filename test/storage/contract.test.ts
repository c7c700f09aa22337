import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RateLimiterRes } from 'rate-limiter-flexible';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openStorage } from '../../src/storage/open-storage.ts';
import type { Stretch } from '../../src/storage/storage.ts';
import { Transactions } from '../../src/storage/transactions.ts';
import { StoreFolder } from '../records/store-folder.ts';
import { type FreshStore, freshStore, KINDS_HERE, skipWithout } from '../stores/fresh-store.ts';

describe.each(KINDS_HERE)('a store on $kind', ({ kind, missing }) => {
  if (missing !== undefined) return skipWithout(missing);

  let store: FreshStore;
  beforeEach(async () => {
    store = await freshStore(kind);
  });
  afterEach(() => store[Symbol.asyncDispose]());

  const open = () => openStorage(store.url, () => undefined);

  it('keeps what it was given over a restart', async () => {
    const first = await open();
    await first.set('name', 'value');
    await first.set('colon', ':value');
    await first.close();
    const second = await open();
    expect(await second.getMany(['colon', 'none', 'name'])).toEqual([':value', undefined, 'value']);
    expect([await second.delete('name', 'none'), await second.delete('name')]).toEqual([true, false]);
    expect(await second.get('name')).toBeUndefined();
    expect(await second.getMany([])).toEqual([]);
    await second.close();
  });

  it('shows every record of a prefix once, in pages, while others are written and deleted', async () => {
    const storage = await open();
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
    const storage = await open();
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
    const storage = await open();
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
    const storage = await open();
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
    const storage = await open();
    const added = await Promise.all(['first', 'second'].map((value) => storage.add('name', value)));
    expect(new Set(added).size).toBe(1);
    expect(await storage.get('name')).toBe(added[0]);
    await storage.close();
  });

  it('is copied and brought back whole, while it is written', async () => {
    await using folder = await StoreFolder.make();
    const backup = join(folder.path, 'backup.sqlite');
    const storage = await open();
    await storage.set('kept', 'as it was');
    await storage.backup(backup);
    expect((await stat(backup)).mode & 0o077).toBe(0);
    await expect(storage.backup(backup)).rejects.toThrow('EEXIST');
    await storage.set('kept', 'changed since');
    await storage.set('added', 'since');
    await storage.restore(backup);
    expect([await storage.get('kept'), await storage.get('added')]).toEqual(['as it was', undefined]);
    await storage.close();
  });

  it('fails aloud when it has been closed, in place of looking empty', async () => {
    const storage = await open();
    await storage.set('name', 'value');
    await storage.close();
    await expect(storage.get('name')).rejects.toThrow();
  });

  it('makes all changes if everything is as expected, and else none', async () => {
    const storage = await open();
    await storage.set('a', 'old');
    const changes = [
      { name: 'a', value: undefined },
      { name: 'b', value: 'new' },
    ];
    const isOld = { name: 'a', value: 'old' };
    const unexpected = [
      [{ name: 'a', value: 'other' }],
      [{ name: 'a', value: undefined }],
      [isOld, { name: 'b', value: 'old' }],
    ];
    for (const expected of unexpected) expect(await storage.commit(changes, expected)).toBe(false);
    expect(await storage.getMany(['a', 'b'])).toEqual(['old', undefined]);
    expect(await storage.commit(changes, [isOld, { name: 'b', value: undefined }])).toBe(true);
    expect(await storage.getMany(['a', 'b'])).toEqual([undefined, 'new']);
    await storage.close();
  });

  it('loses no change when several processes change the same records', async () => {
    const stores = await Promise.all([open(), open(), open()]);
    const rounds = 10;
    await Promise.all(
      stores.map(async (each, index) => {
        const transactions = new Transactions(each);
        for (let round = 0; round < rounds; round += 1)
          await transactions.atomically(async () => {
            const [own, sum] = await transactions.getMany([`own:${index}`, 'sum']);
            await transactions.set(`own:${index}`, String(Number(own ?? 0) + 1));
            await transactions.set('sum', String(Number(sum ?? 0) + 1));
          });
      }),
    );
    const [first] = stores;
    expect(await first?.getMany(['own:0', 'own:1', 'own:2', 'sum'])).toEqual(['10', '10', '10', '30']);
    await Promise.all(stores.map((each) => each.close()));
  });

  it('lets a name be had by one at a time, until it is let go or its time runs out', async () => {
    const [one, other] = await Promise.all([open(), open()]);
    expect(await one.leases.take('name', 'one', 60_000)).toBe('one');
    expect(await other.leases.take('name', 'other', 60_000)).toBe('one');
    await other.leases.release('name', 'other');
    expect(await one.leases.take('name', 'one', 60_000)).toBe('one');
    expect(await other.leases.pass('name', 'other', 'third', 60_000)).toBe(false);
    expect(await one.leases.pass('name', 'one', 'third', 60_000)).toBe(true);
    expect(await one.leases.take('name', 'one', 60_000)).toBe('third');
    await one.leases.release('name', 'third');
    expect(await other.leases.take('name', 'other', 1)).toBe('other');
    await vi.waitFor(async () => expect(await one.leases.take('name', 'one', 60_000)).toBe('one'));
    expect(await other.leases.pass('name', 'other', 'third', 60_000)).toBe(false);
    await Promise.all([one.close(), other.close()]);
  });

  it('shows those who come later which names are taken, also when their holder has gone', async () => {
    const first = await open();
    expect(await first.leases.take('held', 'first', 60_000)).toBe('first');
    expect(await first.leases.take('held for a moment', 'first', 30_000)).toBe('first');
    expect(await first.leases.take('passed on', 'first', 3_000)).toBe('first');
    expect(await first.leases.pass('passed on', 'first', 'another', 60_000)).toBe(true);
    const second = await open();
    const take = (name: string) => second.leases.take(name, 'second', 60_000);
    const holders = ['first', 'first', 'another'];
    expect(await Promise.all(['held', 'held for a moment', 'passed on'].map(take))).toEqual(holders);
    await first.leases.release('held for a moment', 'first');
    expect(await take('held for a moment')).toBe('second');
    await Promise.all([first.close(), second.close()]);
    const third = await open();
    expect(await third.leases.take('held', 'third', 60_000)).toBe('first');
    expect(await third.leases.take('passed on', 'third', 60_000)).toBe('another');
    await third.close();
  });

  it('shows at once what another process has written, whoever was there first', async () => {
    const first = await open();
    await first.set('name', 'value');
    expect(await first.get('name')).toBe('value');
    const second = await open();
    for (let round = 0; round < 20; round += 1) {
      const [writer, reader] = round % 2 === 0 ? [first, second] : [second, first];
      await writer.set('name', `value ${round}`);
      expect(await reader.get('name')).toBe(`value ${round}`);
      await writer.commit([{ name: 'name', value: `commit ${round}` }]);
      expect(await reader.getMany(['name', 'none'])).toEqual([`commit ${round}`, undefined]);
    }
    await second.close();
    await first.set('name', 'afterwards');
    expect(await first.get('name')).toBe('afterwards');
    await first.close();
  });

  it('clears away the names whose time is over, and no others', async () => {
    const storage = await open();
    await storage.leases.take('a passing name', 'one', 1);
    await storage.leases.take('a staying name', 'one', 60_000);
    await vi.waitFor(async () => {
      await storage.leases.sweep();
      await storage.scrub();
      expect(await store.bytes()).not.toContain('a passing name');
    });
    expect(await store.bytes()).toContain('a staying name');
    await storage.close();
  });

  it('counts what people ask for', async () => {
    const storage = await open();
    const limiter = storage.limiter('messages', { points: 2, seconds: 60 });
    await limiter.consume('somebody');
    await limiter.consume('somebody');
    await expect(limiter.consume('somebody')).rejects.toBeInstanceOf(RateLimiterRes);
    await limiter.consume('somebody-else');
    await storage.limiter('look-ups', { points: 2, seconds: 60 }).consume('somebody');
    await storage.close();
  });
});
