import type { z } from 'zod';
import { LAST_BALANCES } from '../history/last-balance.ts';
import type { Owner } from '../identity.ts';
import type { StoredKey } from '../keys/account.ts';
import type { Records } from '../records/records.ts';
import type { RecordFormat } from '../records/sealed-records.ts';
import type { StoredRecord } from '../storage/storage.ts';

/**
 * Makes a record that an account has once out of those of the accounts whose place it takes; `undefined` where
 * it needs none.
 *
 * @param keys those that the account will have
 */
export type Mover = (
  records: Records,
  from: readonly Owner[],
  to: Owner,
  keys: readonly StoredKey[],
) => Promise<StoredRecord | undefined>;

/** @param join makes one value of all that read */
export function moverOf<Schema extends z.ZodType>(
  format: RecordFormat<Schema>,
  join: (values: readonly z.output<Schema>[], keys: readonly StoredKey[]) => z.output<Schema> | undefined,
): Mover {
  return async (records, from, to, keys) => {
    const sealed = records.of(format);
    const found = await Promise.all(from.map((owner) => sealed.get(owner)));
    const values = found.flatMap((each) => (each.kind === 'found' ? [each.value] : []));
    const joined = join(values, keys);
    return joined === undefined ? undefined : sealed.sealed(to, joined);
  };
}

/** Everything that an account has once, besides its keys. What is there of each key moves with the key. */
export const MOVERS: readonly Mover[] = [
  moverOf(LAST_BALANCES, (values, keys) => values.find(({ keyId }) => keys.some(({ id }) => id === keyId))),
];
