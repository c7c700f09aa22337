import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** How long nobody has asked for anything before a process counts as idle, in milliseconds. */
const QUIET_MS = 2_000;

const LOOK_MS = 1_000;

/** What the watch leaves behind is not worth more, and answers that come after a collection take longer. */
const MIN_PAUSE_MS = 30_000;

/** Less garbage is not worth the time. */
const MIN_GARBAGE_BYTES = 16 * 1024 * 1024;

/**
 * Collects the garbage when the process has become idle, for as long as it runs.
 *
 * V8 leaves garbage lying as long as it may have more memory, and keeps the pages of what it did collect: after a
 * busy hour a process takes twice as much as it needs, for good. What this takes, less than a tenth of a second,
 * nobody waits for.
 *
 * @param quietSince since when nobody has waited for an answer, by `performance.now()`
 */
export function collectWhenIdle(quietSince: () => number): void {
  const collect = collector();
  let left = 0;
  let last = Number.NEGATIVE_INFINITY;
  const timer = setInterval(() => {
    const now = performance.now();
    if (now - quietSince() < QUIET_MS || now - last < MIN_PAUSE_MS) return;
    if (usedBytes() < left + MIN_GARBAGE_BYTES) return;
    collect();
    left = usedBytes();
    last = now;
  }, LOOK_MS);
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
