/** Every kind of record that the store may hold of a user; all of them go when a user is forgotten. */
export const KINDS = ['account', 'offer', 'last-balance', 'settings'] as const;

export type Kind = (typeof KINDS)[number];
