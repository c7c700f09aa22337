import type { StoredKey } from '../keys/account.ts';
import type { Turn } from './command.ts';
import { guidance } from './guidance.ts';
import { findNamed } from './key-labels.ts';
import { unknownKey } from './redirections.ts';
import type { Reply } from './reply.ts';

/** The key that a command is about. */
export type KeyChoice =
  | { readonly kind: 'chosen'; readonly key: StoredKey }
  /** There are several, and none was named. */
  | { readonly kind: 'several'; readonly keys: readonly StoredKey[] }
  /** There is none, or none of that name: this is to be said. */
  | { readonly kind: 'none'; readonly reply: Reply };

/** Finds the key of that name or id. Who has but one need not name it. */
export async function chooseKey(turn: Turn, name: string | undefined): Promise<KeyChoice> {
  const found = await turn.account();
  if (found.kind === 'none') return { kind: 'none', reply: guidance(turn, { kind: 'no-key' }) };
  if (found.kind === 'unreadable')
    return { kind: 'none', reply: guidance(turn, { kind: 'unreadable', problem: found.problem }) };
  const { keys } = found.value;
  const [only] = keys.length === 1 ? keys : [];
  const key = name === undefined ? only : findNamed(keys, name);
  if (key !== undefined) return { kind: 'chosen', key };
  return name === undefined ? { kind: 'several', keys } : { kind: 'none', reply: unknownKey(turn, keys) };
}
