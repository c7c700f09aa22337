import { performance } from 'node:perf_hooks';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** How long a process does hardly anything before it counts as idle, in milliseconds. */
const IDLE_MS = 2_000;

/** The share of that time in which it does something at most. Answers that come after a collection take longer. */
const MAX_UTILIZATION = 0.03;

/** Less garbage is not worth the time. */
const MIN_GARBAGE_BYTES = 16 * 1024 * 1024;

/**
 * Collects the garbage whenever the process has become idle, for as long as it runs.
 *
 * V8 leaves garbage lying as long as it may have more memory, and keeps the pages of what it did collect: after a
 * busy hour a process takes twice as much as it needs, for good. What this takes, less than a tenth of a second,
 * nobody waits for.
 */
export function collectWhenIdle(): void {
  const collect = collector();
  let left = 0;
  let before = performance.eventLoopUtilization();
  const timer = setInterval(() => {
    const { utilization } = performance.eventLoopUtilization(before);
    if (utilization < MAX_UTILIZATION && usedBytes() > left + MIN_GARBAGE_BYTES) {
      collect();
      left = usedBytes();
    }
    before = performance.eventLoopUtilization();
  }, IDLE_MS);
  timer.unref();
}

/** What collects all garbage and gives the memory back. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  return () => {
    // Otherwise pages are kept for the little that is left in each.
    setFlagsFromString('--compact-on-every-full-gc');
    collect();
    setFlagsFromString('--no-compact-on-every-full-gc');
  };
}

function usedBytes(): number {
  return getHeapStatistics().used_heap_size;
}
