import type { Destination, Sending } from './chat/notifier.ts';
import type { Reply } from './chat/reply.ts';
import type { Routes } from './http/server.ts';
import type { Platform } from './identity.ts';

/** Why an adapter cannot go on, in words for the operator: what happened, and how to mend it. */
export class AdapterError extends Error {
  override name = 'AdapterError';
  /** Whether trying again later may help, as with a network that is down. */
  readonly transient: boolean;

  constructor(message: string, options: { transient?: boolean } = {}) {
    super(message);
    this.transient = options.transient ?? false;
  }
}

/** The bot on one platform. */
export interface Adapter {
  readonly platform: Platform;
  /** What of the one HTTP server is this platform's, also before the start and after the stop. */
  readonly routes?: Routes;
  /**
   * Connects and resolves once events come in. Rejects with an {@link AdapterError} when the platform refuses
   * or cannot be reached; after a transient one it may be called again.
   *
   * @param onLost hears when an adapter that had started has stopped working; after a transient error it may be started
   * again
   */
  start(onLost: (error: AdapterError) => void): Promise<void>;
  /** Whether events come in right now. */
  isConnected(): boolean;
  /**
   * Sends a message that nobody has just asked for, as a `Notifier` does.
   *
   * @param to a person or a channel of this platform
   */
  send(to: Destination, reply: Reply, nonce: string): Promise<Sending>;
  /**
   * Takes in no more events, lets those in hand finish for `graceMs` milliseconds at most, and disconnects.
   *
   * @returns how many events were left unfinished
   */
  stop(graceMs: number): Promise<number>;
}
