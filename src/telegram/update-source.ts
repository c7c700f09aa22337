import type { AdapterError } from '../adapter.ts';
import type { Routes } from '../http/server.ts';

/** The kinds of updates that the bot handles. */
export const UPDATES = ['message', 'edited_message', 'callback_query'] as const;

/**
 * How updates come in, each at least once.
 *
 * Updates that come are brought to the bot, which hands each back to {@link once}.
 */
export interface UpdateSource {
  /** What Telegram asks of the HTTP server, where it delivers there. */
  readonly routes?: Routes;
  /**
   * Lets updates come in, and resolves when they do, or when the source was closed meanwhile. Rejects with an
   * `AdapterError`; after a transient one it may be called again.
   *
   * @param onLost hears when updates have stopped coming in; after a transient error it may be opened again
   */
  open(onLost: (error: AdapterError) => void): Promise<void>;
  /** Whether updates come in right now. */
  isOpen(): boolean;
  /** Handles an update, but not one that was handled before. Rejects only as `handle` does. */
  once(updateId: number, handle: () => Promise<void>): Promise<void>;
  /** Takes in no more. */
  close(): Promise<void>;
  /** Tells whom it concerns, when nothing is in hand any more, what was handled and that this process goes. */
  settle(): Promise<void>;
}
