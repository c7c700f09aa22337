import type { Client, ClientOptions } from 'discord.js';
import type { AdapterError } from '../adapter.ts';
import type { Routes } from '../http/server.ts';
import type { OwnApplication } from './application.ts';

/** How Discord's events come to this process. */
export interface Intake {
  readonly routes?: Routes;
  /** Whether it is this process that registers the slash commands. */
  readonly registers: boolean;
  /** What discord.js has to know of it. */
  readonly clientOptions: Pick<ClientOptions, 'shards' | 'shardCount' | 'ws'>;
  /**
   * Prepares for a client that is about to log in. Rejects with an {@link AdapterError} when it must not.
   *
   * @param onLost hears when another process has taken the place of this one
   */
  open(client: Client, application: OwnApplication, onLost: (error: AdapterError) => void): Promise<void>;
  /** Takes nothing in any more, and lets other processes have what was this one's. May be called without `open`. */
  close(): Promise<void>;
}
