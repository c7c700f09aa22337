import { getHeapStatistics } from 'node:v8';
import { expect, it, vi } from 'vitest';
import { collectWhenIdle } from '../src/idle-collection.ts';

const usedBytes = () => getHeapStatistics().used_heap_size;

it('gives back what is not used any more, soon after the process has become idle', async () => {
  let used: object[] = Array.from({ length: 500_000 }, (_, index) => ({ index, text: `text ${index}` }));
  const full = usedBytes();
  expect(used).toHaveLength(500_000);
  let quietSince = Number.POSITIVE_INFINITY;
  collectWhenIdle(() => quietSince);
  used = [];
  quietSince = performance.now();
  await vi.waitFor(() => expect(usedBytes()).toBeLessThan(full - 30 * 1024 * 1024), {
    timeout: 6_000,
    interval: 200,
  });
});
