import { z } from 'zod';
import { identitySchema, ownerSchema } from '../identity-schema.ts';
import { SLOTS } from '../records/kinds.ts';
import { moment, type RecordFormat, secretCodec } from '../records/sealed-records.ts';
import { Secret } from '../secret.ts';
import { parseKey } from './key-form.ts';
import { isSameName, parseKeyName } from './key-name.ts';

/** Short enough for the id of a button, which it is a part of. */
export const keyId = z.string().regex(/^[\w-]{1,16}$/);

export const validKey = secretCodec.refine((secret) => parseKey(secret.reveal()).kind === 'key');

export const keyName = z.string().refine((text) => parseKeyName(text).kind === 'name');

const storedKey = z.object({
  id: keyId,
  /** Where the records of this key are; no two keys of an account share one. */
  slot: z
    .int()
    .min(0)
    .max(SLOTS - 1),
  /** What its owner calls it. One key needs no name. */
  name: keyName.optional(),
  key: validKey,
  /** Whether the billing API has ever accepted it. */
  verified: z.boolean(),
  addedAt: moment,
  /** The chat in which it was registered; keys of earlier versions do not say. */
  addedIn: identitySchema.optional(),
});

const account = z.object({
  /** Whose it is, for those who come across the record without knowing; accounts of version 1 do not say. */
  owner: ownerSchema.optional(),
  /** The chats that share the account, once it was linked. */
  identities: z.array(identitySchema).optional(),
  keys: z.array(storedKey).max(SLOTS).refine(areDistinct),
});

/** Whether buttons and records of one key are never taken for those of another. */
function areDistinct(keys: readonly { readonly id: string; readonly slot: number }[]): boolean {
  return [keys.map(({ id }) => id), keys.map(({ slot }) => slot)].every(
    (marks) => new Set<unknown>(marks).size === keys.length,
  );
}

/** A registered key. */
export type StoredKey = z.output<typeof storedKey>;

/** What the account of an owner holds. */
export type Account = z.output<typeof account>;

/** Keys had no slots yet. What does not even have this shape is of no version. */
const accountOfVersion1 = z.object({ keys: z.array(z.object({}).loose()) });

export const ACCOUNTS: RecordFormat<typeof account> = {
  kind: 'account',
  version: 2,
  schema: account,
  revive: (stored) =>
    Object.assign(stored, {
      keys: stored.keys.map((key) => Object.assign(key, { key: new Secret(key.key) })),
    }),
  upgrade(value) {
    const account = accountOfVersion1.safeParse(value);
    return account.success ? { keys: account.data.keys.map((key, slot) => ({ ...key, slot })) } : undefined;
  },
};

/** The key that a person means by a name, by the id, or by what of the key itself is shown. */
export function findKey(keys: readonly StoredKey[], wanted: string): StoredKey | undefined {
  return (
    keys.find(({ id }) => id === wanted) ??
    keys.find(({ name }) => name !== undefined && isSameName(name, wanted))
  );
}

/** Whether a key other than that of the id has the name. */
export function isNameTaken(keys: readonly StoredKey[], name: string, id: string | undefined): boolean {
  return keys.some((key) => key.id !== id && key.name !== undefined && isSameName(key.name, name));
}

/** A slot that no key of the account is in; `undefined` where all are taken. */
export function freeSlot(keys: readonly StoredKey[]): number | undefined {
  const taken = new Set(keys.map(({ slot }) => slot));
  return Array.from({ length: SLOTS }, (_, slot) => slot).find((slot) => !taken.has(slot));
}
