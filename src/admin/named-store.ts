import { randomUUID } from 'node:crypto';
import { explainStore } from '../exit.ts';
import { type OpenOptions, openStorage } from '../storage/open-storage.ts';
import type { StorageError } from '../storage/storage-error.ts';
import type { Store } from '../storage/store.ts';
import { AdminError } from './command.ts';

/** Long enough to look for a lease in another store, in milliseconds. */
const LEASE_MS = 60_000;

/** Opens a store that an option names for `task`. Where it fails, then or later, the operator is told which it is. */
export async function withStore(
  option: string,
  url: string,
  options: OpenOptions,
  task: (store: Store) => Promise<number>,
): Promise<number> {
  const failures = new Set<unknown>();
  const store = await openNamed(option, url, options, (failure) => failures.add(failure));
  try {
    return await task(store);
  } catch (error) {
    throw failures.has(error)
      ? inTermsOf(option, error, `Broken off, the store of ${option} fails: `)
      : error;
  } finally {
    await store.close();
  }
}

async function openNamed(
  option: string,
  url: string,
  options: OpenOptions,
  onError: (failure: StorageError) => void,
): Promise<Store> {
  try {
    return await openStorage(url, onError, options);
  } catch (error) {
    throw inTermsOf(option, error);
  }
}

/** What is said of STORE_URL, said of the option. */
function inTermsOf(option: string, error: unknown, head = ''): unknown {
  const text = explainStore(error);
  return text === undefined ? error : new AdminError(head + text.replaceAll('STORE_URL', option));
}

/** Whether both lead to the same store, by whatever names. */
export async function areTheSame(one: Store, other: Store): Promise<boolean> {
  const [name, holder] = [`same:${randomUUID()}`, 'admin'];
  await other.leases.take(name, holder, LEASE_MS);
  try {
    return await one.leases.pass(name, holder, holder, LEASE_MS);
  } finally {
    await other.leases.release(name, holder);
  }
}
