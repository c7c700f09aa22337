import type { Storage } from '../../src/storage/storage.ts';

/** A storage whose first reading of a record comes back only when something else was done to the store meanwhile. */
export class LateReads {
  readonly storage: Storage;

  constructor(storage: Storage, name: string, meanwhile: () => Promise<unknown>) {
    let isDone = false;
    const comeBack = async <T>(names: readonly string[], read: Promise<T>): Promise<T> => {
      const value = await read;
      if (names.includes(name) && !isDone) {
        isDone = true;
        await meanwhile();
      }
      return value;
    };
    const reads = {
      get: (each: string) => comeBack([each], storage.get(each)),
      getMany: (names: readonly string[]) => comeBack(names, storage.getMany(names)),
    };
    this.storage = new Proxy(storage, {
      get(target, property) {
        if (property === 'get' || property === 'getMany') return reads[property];
        const value: unknown = Reflect.get(target, property, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  }
}
