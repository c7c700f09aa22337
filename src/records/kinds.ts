/** How many keys an account may own. What is stored of a key is in the slot of the key's number, from 0. */
export const SLOTS = 10;

/** What is of a chat, and stays with it when its account becomes another. */
const OF_CHATS = [
  'link',
  // Also under the name of the code itself.
  'link-code',
  'leftover',
  'offer',
  'prompt',
  'mark',
  'settings',
] as const;

/** What is there once of an account. */
const OF_ACCOUNTS = [
  'account',
  'alerts',
  'notices',
  // Written by earlier versions, which knew one key a user; its place is taken by the history.
  'last-balance',
] as const;

/** Every kind that there is once for each slot. */
const SLOTTED = ['history', 'watch'] as const;

export type Kind = (typeof OF_CHATS)[number] | (typeof OF_ACCOUNTS)[number] | (typeof SLOTTED)[number];

/** Every kind of record that the store may hold of an owner. */
export const KINDS: readonly Kind[] = [...OF_CHATS, ...OF_ACCOUNTS, ...SLOTTED];

/** A kind of record, and the slot where there is one for each. */
export interface Place {
  readonly kind: Kind;
  readonly slot?: number;
}

/** Every record that is of an account: what linked chats share. */
export const ACCOUNT_PLACES: readonly Place[] = [
  ...OF_ACCOUNTS.map((kind) => ({ kind })),
  ...placesOfSlots(Array.from({ length: SLOTS }, (_, slot) => slot)),
];

/** Every record that the store may hold of an owner; all of them go when a user is forgotten. */
export const PLACES: readonly Place[] = [...OF_CHATS.map((kind) => ({ kind })), ...ACCOUNT_PLACES];

/** The records of the keys in those slots. */
export function placesOfSlots(slots: readonly number[]): readonly Place[] {
  return SLOTTED.flatMap((kind) => slots.map((slot) => ({ kind, slot })));
}
