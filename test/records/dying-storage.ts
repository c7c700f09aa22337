import type { Storage } from '../../src/storage/storage.ts';
import { StorageError } from '../../src/storage/storage-error.ts';

const WRITES: ReadonlySet<PropertyKey> = new Set([
  'set',
  'commit',
  'add',
  'delete',
  'replaceUnchanged',
  'deleteUnchanged',
]);

/** A store as a process sees it that dies before one of its writes: neither that nor anything later is done. */
export interface DyingStorage {
  readonly storage: Storage;
  isDead(): boolean;
}

/** @param writes how many are done */
export function dyingAfter(writes: number, storage: Storage): DyingStorage {
  let left = writes;
  let dead = false;
  const dying = new Proxy(storage, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== 'function') return value;
      return (...args: readonly unknown[]): unknown => {
        if (WRITES.has(property)) {
          dead ||= left === 0;
          left -= 1;
        }
        if (dead) throw new StorageError('other', 'the process is dead');
        return Reflect.apply(value, target, args);
      };
    },
  });
  return { storage: dying, isDead: () => dead };
}
