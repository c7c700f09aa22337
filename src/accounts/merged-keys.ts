import type { Owner } from '../identity.ts';
import type { StoredKey } from '../keys/account.ts';
import { isSameName, MAX_KEY_NAME_LENGTH } from '../keys/key-name.ts';

/** A key on its way into another account, and where the records of it are so far. */
export interface PlacedKey {
  readonly key: StoredKey;
  readonly from: { readonly owner: Owner; readonly slot: number };
}

/** An owner's keys, each as it is and where it is. */
export function placedKeys(owner: Owner, keys: readonly StoredKey[]): PlacedKey[] {
  return keys.map((key) => ({ key, from: { owner, slot: key.slot } }));
}

/**
 * The keys of several accounts as those of one: the same key once, each name once, and each in a slot of its
 * own. May be more than an account may have.
 */
export function mergeKeys(keys: readonly PlacedKey[]): PlacedKey[] {
  const merged: PlacedKey[] = [];
  for (const placed of withoutDoubles(keys)) {
    const { name, ...key } = placed.key;
    const taken = merged.flatMap((each) => each.key.name ?? []);
    const named = name === undefined ? {} : { name: freeName(name, taken) };
    merged.push({ ...placed, key: { ...key, ...named, slot: merged.length } });
  }
  return merged;
}

/** Of two that are the same, the one that was registered earlier stays, whose history is the longer one. */
function withoutDoubles(keys: readonly PlacedKey[]): PlacedKey[] {
  const kept: PlacedKey[] = [];
  for (const placed of keys) {
    const at = kept.findIndex(({ key }) => key.key.reveal() === placed.key.key.reveal());
    const other = kept[at];
    if (other === undefined) kept.push(placed);
    else kept[at] = placed.key.addedAt < other.key.addedAt ? asOne(placed, other) : asOne(other, placed);
  }
  return kept;
}

function asOne(stays: PlacedKey, goes: PlacedKey): PlacedKey {
  const name = stays.key.name ?? goes.key.name;
  const verified = stays.key.verified || goes.key.verified;
  return { ...stays, key: { ...stays.key, ...(name !== undefined && { name }), verified } };
}

/** The name, or the first of `name 2`, `name 3`, … that no other key has. */
function freeName(name: string, taken: readonly string[]): string {
  for (let count = 1; ; count += 1) {
    const ending = count === 1 ? '' : ` ${count}`;
    const beginning = [...name]
      .slice(0, MAX_KEY_NAME_LENGTH - ending.length)
      .join('')
      .trimEnd();
    const candidate = beginning + ending;
    if (!taken.some((each) => isSameName(each, candidate))) return candidate;
  }
}
