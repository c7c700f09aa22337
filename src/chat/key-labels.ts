import { type Account, findKey, type StoredKey } from '../keys/account.ts';
import { maskKey } from '../keys/key-form.ts';
import type { Found } from '../records/sealed-records.ts';
import type { Choice, Option, Turn } from './command.ts';
import type { Action, Button } from './reply.ts';

/** Discord shows no more choices. */
const MAX_CHOICES = 25;

/** What a key is called where there are several: its name, else what may be shown of it. */
export function labelOf({ name, key }: StoredKey): string {
  return name ?? maskKey(key);
}

/** The registered keys; none where the account does not read. */
export async function keysOf({ services, owner }: Turn): Promise<readonly StoredKey[]> {
  const found = await services.vault.find(await owner());
  return keysIn(found);
}

export function keysIn(found: Found<Account>): readonly StoredKey[] {
  return found.kind === 'found' ? found.value.keys : [];
}

/** The key that a person means; its label, as a list shows it, will do as well. */
export function findNamed(keys: readonly StoredKey[], wanted: string): StoredKey | undefined {
  return findKey(keys, wanted) ?? keys.find((key) => labelOf(key) === wanted);
}

/** A button for each key, with the key's id as the argument of its press. */
export function keyChoices(keys: readonly StoredKey[], action: Omit<Action, 'argument'>): Button[] {
  return keys.map((key) => ({
    kind: 'action',
    label: labelOf(key),
    style: 'secondary',
    action: { ...action, argument: key.id },
  }));
}

/** The name of a registered key, completed from those that there are. */
export const KEY_NAME: Option = {
  name: 'name',
  type: 'text',
  async suggest(turn, typed): Promise<readonly Choice[]> {
    const wanted = typed.trim().toLowerCase();
    return (await keysOf(turn))
      .map((key) => ({ label: labelOf(key), value: key.id }))
      .filter(({ label }) => label.toLowerCase().includes(wanted))
      .slice(0, MAX_CHOICES);
  },
};
