import { type Client, type ClientOptions, Events } from 'discord.js';
import type { Logger } from 'pino';
import type { AdapterError } from '../adapter.ts';
import type { Leases } from '../storage/leases.ts';
import type { SharedStore } from '../storage/shared-store.ts';
import type { OwnApplication } from './application.ts';
import { IDENTIFY_INTERVAL_MS, IdentifyThrottler } from './identify-throttler.ts';
import type { Intake } from './intake.ts';
import { ShardLeases } from './shard-leases.ts';
import { type Shards, shardIdsOf } from './shards.ts';

export interface GatewayOptions {
  readonly kind: 'gateway';
  readonly shards: Shards;
  /** Milliseconds between two shards of a bucket of Discord's, which is Discord's own time by default. */
  readonly identifyIntervalMs?: number;
}

/** Discord's gateway: one connection a shard, over which all events come. */
export class Gateway implements Intake {
  readonly #options: GatewayOptions;
  readonly #leases: Leases;
  readonly #log: Logger;
  readonly #shardLeases: ShardLeases;
  #applicationId = '';

  constructor(options: GatewayOptions, shared: SharedStore, log: Logger) {
    this.#options = options;
    this.#leases = shared.leases;
    this.#log = log;
    this.#shardLeases = new ShardLeases(shared, log);
  }

  get registers(): boolean {
    const { shards } = this.#options;
    return shards === 'auto' || shards.first === 0;
  }

  get clientOptions(): Intake['clientOptions'] {
    const { shards } = this.#options;
    // All shards are in this process, and discord.js itself lets them identify one after the other.
    if (shards === 'auto') return { shards };
    return {
      shards: shardIdsOf(shards),
      shardCount: shards.count,
      ws: { buildIdentifyThrottler: this.#throttlerFor },
    };
  }

  async open(
    client: Client,
    application: OwnApplication,
    onLost: (error: AdapterError) => void,
  ): Promise<void> {
    const { shards } = this.#options;
    this.#applicationId = application.id;
    if (application.endpointUrl !== undefined) {
      this.#log.warn(
        { endpoint: application.endpointUrl },
        'Discord sends commands and presses on buttons to the endpoint of the application, and none over the gateway. Unless the bot answers there too, with DISCORD_MODE=http, empty the Interactions Endpoint URL in the Developer Portal (General Information).',
      );
    }
    tellOfConnections(client, this.#log);
    if (shards !== 'auto') await this.#shardLeases.take(application.id, shards, onLost);
  }

  close(): Promise<void> {
    return this.#shardLeases.release();
  }

  readonly #throttlerFor: NonNullable<NonNullable<ClientOptions['ws']>['buildIdentifyThrottler']> = async (
    manager,
  ) => {
    const { session_start_limit: limit } = await manager.fetchGatewayInformation();
    return new IdentifyThrottler(this.#leases, {
      applicationId: this.#applicationId,
      maxConcurrency: limit.max_concurrency,
      intervalMs: this.#options.identifyIntervalMs ?? IDENTIFY_INTERVAL_MS,
    });
  };
}

function tellOfConnections(client: Client, log: Logger): void {
  client.once(Events.ClientReady, ({ ws, options }) =>
    log.info({ shards: [...ws.shards.keys()], of: options.shardCount }, 'connected to the gateway'),
  );
  // Reconnecting, or the end, is logged besides, so the stack would say nothing more.
  client.on(Events.ShardError, ({ message }, shard) =>
    log.warn({ shard, why: message }, 'the gateway connection failed'),
  );
  client.on(Events.ShardReconnecting, (shard) => log.info({ shard }, 'reconnecting to the gateway'));
  client.on(Events.ShardReady, (shard) => log.info({ shard }, 'gateway session opened'));
  client.on(Events.ShardResume, (shard) => log.info({ shard }, 'gateway session resumed'));
}
