import { setTimeout as delay } from 'node:timers/promises';

/** What a task gives, or `otherwise` when it takes longer than `ms` milliseconds; it goes on all the same. */
export function atMost<T, Otherwise>(
  ms: number,
  task: T | Promise<T>,
  otherwise: Otherwise,
): Promise<T | Otherwise> {
  return Promise.race([task, delay(ms, otherwise, { ref: false })]);
}
