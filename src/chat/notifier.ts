import type { Identity, Platform } from '../identity.ts';
import type { Delivery } from './delivery.ts';
import type { Reply } from './reply.ts';

/** Where a message goes that nobody has just asked for. */
export type Destination =
  /** The private chat of a person. */
  | { readonly kind: 'person'; readonly user: Identity }
  /** A channel of a Discord server, or a Telegram group, where others read. */
  | { readonly kind: 'channel'; readonly platform: Platform; readonly id: string };

/** Sends messages that nobody has just asked for. */
export interface Notifier {
  /**
   * @param nonce tells a message that is sent again from another one, where the platform heeds it; at most 25
   * characters
   * @returns what became of it; rejects only with what is not expected of the platform
   */
  send(to: Destination, reply: Reply, nonce: string): Promise<Delivery>;
}
