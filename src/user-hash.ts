import { createHmac } from 'node:crypto';

/**
 * What the log calls a person, or a chat, by their id.
 *
 * @param key keeps it from being reversed by trying all ids
 */
export function hashOf(key: Buffer, id: string): string {
  return createHmac('sha256', key).update(id).digest('hex').slice(0, 12);
}
