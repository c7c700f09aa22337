import type { Identity } from '../identity.ts';
import type { Secret } from '../secret.ts';
import type { StoredKey } from './account.ts';
import { isSameName } from './key-name.ts';

/** A key on its way into an account. */
export interface NewKey {
  readonly key: Secret;
  readonly verified: boolean;
  /** The chat in which it is registered. */
  readonly addedIn?: Identity | undefined;
  readonly name?: string | undefined;
  /** The id of the key whose place it takes. */
  readonly replaces?: string | undefined;
}

/** The key of the account whose place a new one takes. The same key is never there twice. */
export function replacedBy(
  { key, name, replaces }: NewKey,
  keys: readonly StoredKey[],
): StoredKey | undefined {
  return (
    keys.find((each) => isEqual(each.key, key)) ??
    keys.find(({ id }) => id === replaces) ??
    keys.find((each) => name !== undefined && each.name !== undefined && isSameName(each.name, name))
  );
}

export function isEqual(a: Secret, b: Secret): boolean {
  return a.reveal() === b.reveal();
}
