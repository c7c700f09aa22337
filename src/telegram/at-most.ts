import { setTimeout as delay } from 'node:timers/promises';

/** Waits for a task, for `ms` milliseconds at most. */
export async function atMost(ms: number, task: Promise<unknown> | undefined): Promise<void> {
  await Promise.race([task, delay(ms, undefined, { ref: false })]);
}
