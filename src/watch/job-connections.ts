import { createClient } from '@redis/client';
import { createNodeRedisClient, type IRedisClient } from 'bullmq';
import { clientOptions } from '../storage/redis/client-options.ts';
import { Heartbeat } from '../storage/redis/heartbeat.ts';

/**
 * How long a connection that waits for jobs may be silent, in milliseconds: longer than BullMQ lets one wait (10
 * seconds). No heartbeat gets through meanwhile; BullMQ ends a wait by itself that takes a second too long.
 */
const WAITING_SILENCE_TIMEOUT_MS = 12_000;

/** In INFO (https://redis.io/docs/latest/commands/info/); not everywhere there. */
const EVICTION_POLICY = /^maxmemory_policy:(\S+)/m;

type Client = ReturnType<typeof clientOf>;

const clientOf = (options: NonNullable<Parameters<typeof createClient>[0]>) => createClient(options);

/** The connections of all queues and workers, which are told when Redis falls silent. */
export class JobConnections {
  /** What BullMQ is to use; it takes a duplicate for each worker that waits for jobs. */
  readonly shared: IRedisClient;
  readonly #clients: Client[] = [];
  readonly #onError: (error: Error) => void;
  readonly #client: Client;
  readonly #heartbeat: Heartbeat;
  #isClosed = false;

  /** Begins to connect. @param onError hears of whatever goes wrong with a connection */
  constructor(url: string, onError: (error: Error) => void) {
    this.#onError = onError;
    const options = clientOptions(url);
    // What is still under way when they are closed must not open them again.
    const reconnectStrategy = () => !this.#isClosed && options.socket.reconnectStrategy;
    this.#client = clientOf({ ...options, socket: { ...options.socket, reconnectStrategy } });
    this.shared = this.#adapted(this.#client);
    const waiting = { ...options.socket, reconnectStrategy, socketTimeout: WAITING_SILENCE_TIMEOUT_MS };
    this.shared.duplicate = () => this.#adapted(clientOf({ ...options, socket: waiting }));
    this.#heartbeat = new Heartbeat(this.#client, () => onError(new Error('Redis has fallen silent')));
    this.#heartbeat.start();
  }

  get areReady(): boolean {
    return this.#clients.every(({ isReady }) => isReady);
  }

  /** What Redis does when its memory is full, by its setting `maxmemory-policy`; `undefined` where it does not say. */
  async evictionPolicy(): Promise<string | undefined> {
    return EVICTION_POLICY.exec(await this.#client.info())?.[1];
  }

  /** Ends all of them at once. What waits for an answer fails. */
  close(): void {
    this.#isClosed = true;
    this.#heartbeat.stop();
    for (const client of this.#clients) if (client.isOpen) client.destroy();
  }

  #adapted(client: Client): IRedisClient {
    this.#clients.push(client);
    const adapted = createNodeRedisClient(client);
    // Without a listener of its own an error would end the process when BullMQ has taken its own away.
    adapted.on('error', this.#onError);
    // BullMQ would print on the console what it thinks of the policy, for each connection.
    adapted.info = async () => (await client.info()).replace(EVICTION_POLICY, '');
    return adapted;
  }
}
