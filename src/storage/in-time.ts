import { atMost } from '../at-most.ts';
import { StorageError } from './storage-error.ts';

const LATE = Symbol('late');

/**
 * What a task gives that waits for the store, at once where it does not wait.
 *
 * Rejects with a `StorageError` when it takes longer than `ms` milliseconds; it goes on all the same.
 */
export function inTime<T>(ms: number, task: T | Promise<T>): T | Promise<T> {
  return task instanceof Promise ? waitFor(ms, task) : task;
}

async function waitFor<T>(ms: number, task: Promise<T>): Promise<T> {
  const given = await atMost(ms, task, LATE);
  if (given !== LATE) return given;
  throw new StorageError('unreachable', `the store does not answer within ${ms} ms`, { at: 'server' });
}
