import type { z } from 'zod';
import { BOOKS, inherit } from '../alerts/book.ts';
import { isInherited, OUTBOXES } from '../alerts/outbox.ts';
import { LAST_BALANCES } from '../history/last-balance.ts';
import type { Identity, Owner } from '../identity.ts';
import type { StoredKey } from '../keys/account.ts';
import type { Records } from '../records/records.ts';
import type { RecordFormat } from '../records/sealed-records.ts';
import type { StoredRecord } from '../storage/storage.ts';

/** An account that takes the place of others, as it will be. */
export interface Heir {
  readonly owner: Owner;
  readonly identities: readonly Identity[];
  readonly keys: readonly StoredKey[];
}

/**
 * Makes a record that an account has once out of those of the accounts whose place it takes; `undefined` where
 * it needs none.
 */
export type Mover = (
  records: Records,
  from: readonly Owner[],
  heir: Heir,
) => Promise<StoredRecord | undefined>;

/** @param join makes one value of all that read */
export function moverOf<Schema extends z.ZodType>(
  format: RecordFormat<Schema>,
  join: (values: readonly z.output<Schema>[], heir: Heir) => z.output<Schema> | undefined,
): Mover {
  return async (records, from, heir) => {
    const sealed = records.of(format);
    const found = await Promise.all(from.map((owner) => sealed.get(owner)));
    const values = found.flatMap((each) => (each.kind === 'found' ? [each.value] : []));
    const joined = join(values, heir);
    return joined === undefined ? undefined : sealed.sealed(heir.owner, joined);
  };
}

/** Everything that an account has once, besides its keys. What is there of each key moves with the key. */
export const MOVERS: readonly Mover[] = [
  moverOf(LAST_BALANCES, (values, { keys }) =>
    values.find(({ keyId }) => keys.some(({ id }) => id === keyId)),
  ),
  moverOf(BOOKS, (books, { identities, keys }) => inherit(books, identities, idsOf(keys))),
  moverOf(OUTBOXES, (outboxes, { owner, identities, keys }) => {
    const notices = outboxes
      .flatMap((each) => each.notices)
      .filter((notice) => isInherited(notice, identities, idsOf(keys)));
    return notices.length === 0 ? undefined : { owner, notices };
  }),
];

function idsOf(keys: readonly StoredKey[]): readonly string[] {
  return keys.map(({ id }) => id);
}
