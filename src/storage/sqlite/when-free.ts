import { ConstantBackoff, handleWhen, retry } from 'cockatiel';
import { asStorageError } from '../storage-error.ts';

const ATTEMPTS = retry(
  handleWhen((error) => asStorageError(error).problem === 'busy'),
  { maxAttempts: 50, backoff: new ConstantBackoff(20) },
);

/**
 * Does a task again as long as others keep the file locked, for about a second: for what SQLite itself does not wait
 * with, whatever its busy timeout, as when it changes to a write-ahead log, or must not wait with.
 */
export function whenFree<T>(task: () => Promise<T>): Promise<T> {
  return ATTEMPTS.execute(task);
}
