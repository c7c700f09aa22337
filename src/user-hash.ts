import { createHmac } from 'node:crypto';
import { Kept } from './kept.ts';

/** What the log and the limits call a person, or a chat, by their id. */
export type UserHash = (id: string) => string;

const MAX_KEPT = 10_000;

/** @param key keeps the hashes from being reversed by trying all ids */
export function userHashUnder(key: Buffer): UserHash {
  const hashes = new Kept(MAX_KEPT, (id) => createHmac('sha256', key).update(id).digest('hex').slice(0, 12));
  return (id) => hashes.get(id);
}
