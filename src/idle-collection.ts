import { Session } from 'node:inspector';
import { getHeapStatistics } from 'node:v8';

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
  let left = 0;
  let last = Number.NEGATIVE_INFINITY;
  const timer = setInterval(async () => {
    const now = performance.now();
    if (now - quietSince() < QUIET_MS || now - last < MIN_PAUSE_MS) return;
    if (usedBytes() < left + MIN_GARBAGE_BYTES) return;
    last = now;
    await collect();
    left = usedBytes();
  }, LOOK_MS);
  timer.unref();
}

/**
 * Collects all garbage and gives the memory back, what is kept for new objects as well, as V8 does where memory runs
 * low. Only its inspector can ask for that (Chrome DevTools Protocol, `HeapProfiler.collectGarbage`).
 */
function collect(): Promise<void> {
  const session = new Session();
  session.connect();
  session.post('HeapProfiler.collectGarbage');
  return new Promise((resolve) => {
    // It is the next task of V8, which has been done by then; a session that has ended would not do it.
    setImmediate(() => {
      session.disconnect();
      resolve();
    });
  });
}

function usedBytes(): number {
  return getHeapStatistics().used_heap_size;
}
