import { randomBytes } from 'node:crypto';
import type { Identity } from '../../src/identity.ts';
import { ACCOUNTS } from '../../src/keys/account.ts';
import { newId } from '../../src/keys/offers.ts';
import { parseKeyRing } from '../../src/records/key-ring.ts';
import { Records } from '../../src/records/records.ts';
import { Secret } from '../../src/secret.ts';
import { openStorage } from '../../src/storage/open-storage.ts';

const BATCH = 2_000;

/** Somebody who has registered a key. */
export interface Registered {
  readonly user: Identity;
  readonly key: string;
}

/** One of many people whom nobody has to know in person. */
export function userOf(index: number): Identity {
  return `telegram:${1_000_000_000 + index}`;
}

/** The first of these people, each with a key. */
export function* peopleWithKeys(count: number): Iterable<Registered> {
  for (let index = 0; index < count; index += 1)
    yield { user: userOf(index), key: `sk-${randomBytes(24).toString('hex')}` };
}

/** Registers all of them in a store as the bot would, but many at a time: one by one a million takes an hour. */
export async function fillStore(
  url: string,
  encryptionKey: string,
  people: Iterable<Registered>,
): Promise<void> {
  const storage = await openStorage(url, () => undefined);
  try {
    const records = await Records.open(storage, parseKeyRing(encryptionKey));
    const accounts = records.of(ACCOUNTS);
    const addedAt = Date.now();
    let batch: ReturnType<typeof accounts.sealed>[] = [];
    for (const { user, key } of people) {
      const stored = { id: newId(), slot: 0, key: new Secret(key), verified: true, addedAt, addedIn: user };
      batch.push(accounts.sealed(user, { owner: user, keys: [stored] }));
      if (batch.length === BATCH) {
        await storage.commit(batch);
        batch = [];
      }
    }
    await storage.commit(batch);
  } finally {
    await storage.close();
  }
}
