/** How many keys an account may own. What is stored of a key is in the slot of the key's number, from 0. */
export const SLOTS = 10;

/** Every kind of record that there is once of its owner. */
const SINGLE = [
  'account',
  'link',
  // Also under the name of the code itself.
  'link-code',
  'leftover',
  'offer',
  'prompt',
  'mark',
  'settings',
  'alerts',
  'notices',
  // Written by earlier versions, which knew one key a user; its place is taken by the history.
  'last-balance',
] as const;

/** Every kind that there is once for each slot. */
const SLOTTED = ['history', 'watch'] as const;

export type Kind = (typeof SINGLE)[number] | (typeof SLOTTED)[number];

/** Every kind of record that the store may hold of an owner. */
export const KINDS: readonly Kind[] = [...SINGLE, ...SLOTTED];

/** A kind of record, and the slot where there is one for each. */
export interface Place {
  readonly kind: Kind;
  readonly slot?: number;
}

/** Every record that the store may hold of an owner; all of them go when a user is forgotten. */
export const PLACES: readonly Place[] = [
  ...SINGLE.map((kind) => ({ kind })),
  ...SLOTTED.flatMap((kind) =>
    placesIn(
      kind,
      Array.from({ length: SLOTS }, (_, slot) => slot),
    ),
  ),
];

/** What is of a chat, and stays with it when its account becomes another. */
const OF_CHATS: ReadonlySet<Kind> = new Set([
  'link',
  'link-code',
  'leftover',
  'offer',
  'prompt',
  'mark',
  'settings',
]);

/** Every record that is of an account: what linked chats share. */
export const ACCOUNT_PLACES: readonly Place[] = PLACES.filter(({ kind }) => !OF_CHATS.has(kind));

/** The records of the keys in those slots. */
export function placesOfSlots(slots: readonly number[]): readonly Place[] {
  return SLOTTED.flatMap((kind) => placesIn(kind, slots));
}

function placesIn(kind: Kind, slots: readonly number[]): Place[] {
  return slots.map((slot) => ({ kind, slot }));
}
