import KeyvRedis, { type RedisClientType } from '@keyv/redis';
import { Keyv } from 'keyv';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import { behind, entryOf, textOf } from '../entry.ts';
import { Failures } from '../failures.ts';
import { readPortable, writePortable } from '../portable.ts';
import type { Replacement, Slot, StoredRecord, Stretch } from '../storage.ts';
import { StorageError } from '../storage-error.ts';
import type { Rate, Store } from '../store.ts';
import { clientOptions } from './client-options.ts';
import { Heartbeat } from './heartbeat.ts';
import { RedisLeases } from './leases.ts';
import { asRedisError } from './problems.ts';
import { ADD, CLEAR, COMMIT, DELETE, DELETE_UNCHANGED, REPLACE_UNCHANGED } from './scripts.ts';

/** Everything of this bot begins with it, so that others may use the same database. */
const PREFIX = 'talk-bot-balance';
const SEPARATOR = ':record:';
const RECORDS = PREFIX + SEPARATOR;
const NAMES = `${PREFIX}:names`;
const LEASES = `${PREFIX}:lease:`;
const LIMITS = `${PREFIX}:limit`;

const PAGE_SIZE = 500;

/** Opens a Keyv on a Redis or Valkey server, `redis://` or with TLS `rediss://`. Rejects when it does not answer. */
export async function openRedis(url: string, onError: (error: StorageError) => unknown): Promise<Store> {
  const adapter = new KeyvRedis<string>(clientOptions(url), {
    keyPrefixSeparator: SEPARATOR,
    throwOnErrors: true,
  });
  // The adapter has others for clusters and sentinels, by other options.
  const client = adapter.client as RedisClientType;
  // Listeners have to be there, or a lost connection would end the process. Who calls reports every failure.
  client.on('error', () => undefined);
  adapter.on('error', () => undefined);
  const keyv = new Keyv<string>({
    store: adapter,
    namespace: PREFIX,
    useKeyPrefix: false,
    throwOnErrors: true,
  });
  keyv.on('error', () => undefined);
  const store = new RedisStore(client, keyv, onError);
  try {
    await store.connect();
    return store;
  } catch (error) {
    client.destroy();
    throw error;
  }
}

class RedisStore implements Store {
  readonly leases: RedisLeases;
  readonly #client: RedisClientType;
  readonly #keyv: Keyv<string>;
  readonly #failures: Failures;
  readonly #heartbeat: Heartbeat;
  #isClosed = false;

  constructor(client: RedisClientType, keyv: Keyv<string>, onError: (error: StorageError) => unknown) {
    this.#client = client;
    this.#keyv = keyv;
    this.#failures = new Failures(asRedisError, onError);
    this.#heartbeat = new Heartbeat(client);
    this.leases = new RedisLeases((script, name, args) =>
      this.#guarded(() => client.eval(script, { keys: [LEASES + name], arguments: [...args] })),
    );
  }

  /** The client tries again and again by itself; whoever starts wants to hear why it does not get through. */
  async connect(): Promise<void> {
    const client = this.#client;
    await new Promise<void>((resolve, reject) => {
      const fail = (error: unknown) => reject(asRedisError(error));
      client.once('error', fail);
      client.connect().then(() => {
        client.off('error', fail);
        resolve();
      }, fail);
    });
    this.#heartbeat.start();
  }

  limiter(name: string, { points, seconds: duration }: Rate): RateLimiterAbstract {
    return new RateLimiterRedis({
      storeClient: this.#client,
      useRedisPackage: true,
      rejectIfRedisNotReady: true,
      keyPrefix: `${LIMITS}:${name}`,
      points,
      duration,
      // A server that fails must not keep people from being answered, nor let one flood the bot.
      insuranceLimiter: new RateLimiterMemory({ points, duration }),
    });
  }

  get(name: string): Promise<string | undefined> {
    return this.#guarded(() => this.#keyv.get(name));
  }

  async getMany(names: readonly string[]): Promise<(string | undefined)[]> {
    if (names.length === 0) return [];
    return this.#guarded(() => this.#keyv.getMany([...names]));
  }

  async set(name: string, value: string): Promise<void> {
    await this.commit([{ name, value }]);
  }

  async commit(changes: readonly Slot[], expected: readonly Slot[] = []): Promise<boolean> {
    const slots = [...expected, ...changes];
    const done = await this.#run(
      COMMIT,
      slots.map(({ name }) => name),
      [String(expected.length), ...slots.map(({ value }) => argumentOf(value))],
    );
    return done === 1;
  }

  async add(name: string, value: string): Promise<string> {
    return textOf(String(await this.#run(ADD, [name], [argumentOf(value)])));
  }

  async delete(...names: readonly string[]): Promise<boolean> {
    return Number(await this.#run(DELETE, names, [])) > 0;
  }

  async replaceUnchanged(replacements: readonly Replacement[]): Promise<number> {
    const records = replacements.flatMap(({ before, after }) => [before, after]);
    return this.#count(REPLACE_UNCHANGED, records);
  }

  async deleteUnchanged(records: readonly StoredRecord[]): Promise<number> {
    return this.#count(DELETE_UNCHANGED, records);
  }

  count(): Promise<number> {
    return this.#guarded(() => this.#client.zCard(NAMES));
  }

  async *pages(prefix = '', { from = '', until }: Stretch = {}): AsyncIterable<readonly StoredRecord[]> {
    const end = until === undefined ? (prefix === '' ? '+' : `(${behind(prefix)}`) : `(${prefix}${until}`;
    for (let last = prefix + from; ; ) {
      const begin = last === '' ? '-' : `(${last}`;
      const names = await this.#guarded(() =>
        this.#client.zRange(NAMES, begin, end, { BY: 'LEX', LIMIT: { offset: 0, count: PAGE_SIZE } }),
      );
      const values = await this.getMany(names);
      yield names.flatMap((name, index) => {
        const value = values[index];
        return value === undefined ? [] : [{ name, value }];
      });
      const next = names.at(-1);
      if (next === undefined || names.length < PAGE_SIZE) return;
      last = next;
    }
  }

  /** The server does that by itself: with the next rewrite of its append-only file, or its next snapshot. */
  async scrub(): Promise<void> {}

  /** A server gives no view of one moment: what is written meanwhile may be in the copy or not, each record whole. */
  backup(path: string): Promise<void> {
    return writePortable(path, this.pages());
  }

  async restore(path: string): Promise<void> {
    const records = await readPortable(path);
    await this.#guarded(async () => {
      // The server does nothing else until it has done all of it, which may take longer than it may be silent.
      const socket = {
        ...this.#client.options?.socket,
        socketTimeout: undefined,
        reconnectStrategy: false as const,
      };
      const client = this.#client.duplicate({ socket });
      client.on('error', () => undefined);
      await client.connect();
      try {
        const transaction = client.multi().eval(CLEAR, { keys: [NAMES], arguments: [RECORDS] });
        for (const { name, value } of records)
          transaction.set(RECORDS + name, entryOf(value)).zAdd(NAMES, { score: 0, value: name });
        await transaction.exec();
      } finally {
        client.destroy();
      }
    });
  }

  probe(): Promise<void> {
    return this.#failures.probe(this);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#heartbeat.stop();
    // By this answer everything that was sent before is answered, too.
    if (this.#client.isReady) await this.#heartbeat.answers();
    this.#client.destroy();
  }

  #run(script: string, names: readonly string[], args: readonly string[]): Promise<unknown> {
    const keys = [NAMES, ...names.map((name) => RECORDS + name)];
    return this.#guarded(() =>
      this.#client.eval(script, { keys, arguments: [String(RECORDS.length), ...args] }),
    );
  }

  async #count(script: string, records: readonly StoredRecord[]): Promise<number> {
    if (records.length === 0) return 0;
    const names = records.map(({ name }) => name);
    return Number(
      await this.#run(
        script,
        names,
        records.map(({ value }) => argumentOf(value)),
      ),
    );
  }

  #guarded<T>(task: () => Promise<T>): Promise<T> {
    return this.#failures.guard(() => {
      // The adapter would connect again.
      if (this.#isClosed) throw new StorageError('unreachable', 'the store is closed', { at: 'server' });
      return task();
    });
  }
}

function argumentOf(value: string | undefined): string {
  return value === undefined ? '' : `=${entryOf(value)}`;
}
