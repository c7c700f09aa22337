import { expect, it } from 'vitest';
import { CachedReads } from '../../src/storage/sqlite/cached-reads.ts';

/** Records of which each read and write ends when it is told to. */
function slowRecords() {
  const stored = new Map<string, string>();
  const ends: (() => void)[] = [];
  const until = () => new Promise<void>((resolve) => ends.push(resolve));
  let isAlone = true;
  const reads = new CachedReads(
    async (names) => {
      const values = names.map((name) => stored.get(name));
      await until();
      return values;
    },
    () => isAlone,
  );
  return {
    reads,
    end: () => {
      for (const resolve of ends.splice(0)) resolve();
    },
    asked: () => ends.length,
    write: (name: string, value: string) =>
      reads.whileWriting([name], async () => {
        await until();
        stored.set(name, value);
      }),
    company: () => {
      isAlone = false;
    },
  };
}

it('reads a record once, also one that is not there', async () => {
  const { reads, end, asked } = slowRecords();
  const first = reads.read(['a', 'b']);
  end();
  expect(await first).toEqual([undefined, undefined]);
  expect(await reads.read(['b', 'a'])).toEqual([undefined, undefined]);
  expect(asked()).toBe(0);
});

it('does not keep what was read while it was being written, whichever began first', async () => {
  const { reads, write, end } = slowRecords();
  const before = reads.read(['a']);
  const writing = write('a', 'new');
  const during = reads.read(['a']);
  end();
  await Promise.all([before, writing, during]);
  const after = reads.read(['a']);
  end();
  expect(await after).toEqual(['new']);
  expect(await reads.read(['a'])).toEqual(['new']);
});

it('keeps nothing of what it has read before it was cleared, nor while others write', async () => {
  const { reads, end, asked, company } = slowRecords();
  const first = reads.read(['a']);
  reads.clear();
  end();
  await first;
  const second = reads.read(['a']);
  expect(asked()).toBe(1);
  end();
  await second;
  company();
  const third = reads.read(['a']);
  expect(asked()).toBe(1);
  end();
  await third;
});
