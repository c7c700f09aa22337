import { StoreFolder } from '../records/store-folder.ts';
import type { FreshStore } from './fresh-store.ts';

export async function freshSqlite(): Promise<FreshStore> {
  const folder = await StoreFolder.make();
  return {
    url: folder.url,
    bytes: () => folder.bytes(),
    passTime: async () => undefined,
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}
