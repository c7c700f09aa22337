import { neverConnected } from '../error-code.ts';
import type { Identity, Platform } from '../identity.ts';
import type { Delivery } from './delivery.ts';
import type { Reply } from './reply.ts';

/** Where a message goes that nobody has just asked for. */
export type Destination =
  /** The private chat of a person. */
  | { readonly kind: 'person'; readonly user: Identity }
  /** A channel of a Discord server, or a Telegram group, where others read. */
  | { readonly kind: 'channel'; readonly platform: Platform; readonly id: string };

/** Who reads a message: one person, who alone may press its buttons, or everyone, who gets no button but links. */
export type Audience = Identity | 'everyone';

/** What became of a message that nobody has just asked for. */
export type Sending =
  /** It stands in the chat. */
  | 'delivered'
  /** Refused for good: the person, or the channel, takes no messages from the bot. */
  | 'blocked'
  /** Refused for good: there is no such person or channel, or none any more. */
  | 'gone'
  /** Surely not sent: the platform asks for a longer pause than a call is good for. */
  | 'throttled'
  /** Surely not sent: the platform could not be reached, or the bot does not run on it. */
  | 'unreachable'
  /** Perhaps sent: the answer was lost, or the platform had an error of its own. */
  | 'unknown';

/** Sends messages that nobody has just asked for. */
export interface Notifier {
  /**
   * Sends a message once. It is not tried again where it may have been sent already, so that whoever counts the
   * attempts counts all that people can have seen.
   *
   * @param nonce tells a message that is sent again from another one; at most 25 characters. Discord shows one
   * that comes again within a few minutes only once, Telegram knows no nonces
   * @returns what became of it; rejects only with what is not expected of the platform
   */
  send(to: Destination, reply: Reply, nonce: string): Promise<Sending>;
}

/** Who reads a message there. */
export function audienceOf(to: Destination): Audience {
  return to.kind === 'person' ? to.user : 'everyone';
}

/**
 * What an answer's failure means for a message that nobody asked for.
 *
 * @param error what the connection, or the platform, failed with
 */
export function sendingAfter(delivery: Delivery | undefined, error: unknown): Sending | undefined {
  if (delivery === 'unreachable') return neverConnected(error) ? 'unreachable' : 'unknown';
  // Only what somebody waits for can be late, or answered by somebody else.
  return delivery === 'too-late' || delivery === 'already-answered' ? undefined : delivery;
}
