import { randomBytes, randomInt } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Vault } from '../../../src/keys/vault.ts';
import { parseKeyRing } from '../../../src/records/key-ring.ts';
import { Records } from '../../../src/records/records.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import { fillStore, peopleWithKeys, userOf } from '../fill-store.ts';
import { type Bench, type Figure, figure, type Row } from '../result.ts';
import { median } from '../statistics.ts';

const LOOK_UPS_A_ROUND = 3_000;

/** How many people ask again and again. */
const REGULARS = 200;

/** More than a process waits before it takes itself for alone, in milliseconds. */
const ALONE_AFTER_MS = 1_000;

/** Finding a user's key among few and among many, in the store that the bot has by default. */
export const vault: Row = {
  name: 'vault',
  async run(bench) {
    const sizes = bench.quick ? [1_000, 10_000] : [1_000, 100_000, 1_000_000];
    const stores: FilledStore[] = [];
    try {
      for (const users of sizes) {
        bench.say(`registering ${users} users`);
        stores.push(await FilledStore.make(bench.folder, users));
      }
      return await measure(bench, stores);
    } finally {
      for (const store of stores) await store.close();
    }
  },
};

async function measure({ rounds }: Bench, stores: readonly FilledStore[]): Promise<Figure[]> {
  const times = stores.map((): number[] => []);
  const shares = stores.map((): number[] => []);
  for (let round = -1; round < rounds; round += 1) {
    for (const [index, store] of stores.entries()) {
      const { lookUp, opening } = await store.measure();
      if (round === -1) continue;
      times[index]?.push(lookUp);
      shares[index]?.push((100 * opening) / lookUp);
    }
  }
  const [first = [], last = []] = [times[0], times.at(-1)];
  const growth = last.map((ms, round) => ms / (first[round] ?? Number.NaN));
  return [
    figure(`a look-up: growth from ${stores[0]?.users} to ${stores.at(-1)?.users} users`, '×', growth, {
      kind: 'at most',
      value: 1.5,
    }),
    ...stores.flatMap(({ users }, index) => [
      figure(`a look-up among ${users} users, p50`, 'µs', times[index] ?? []),
      figure(`a look-up among ${users} users: share of encryption`, '%', shares[index] ?? []),
    ]),
    ...(await Promise.all(
      stores.map(async (store) =>
        figure(`among ${store.users} users, one of somebody who was looked up lately, p50`, 'µs', [
          await store.measureRegulars(),
        ]),
      ),
    )),
    ...(await Promise.all(
      stores.map(async (store) =>
        figure(`on disk of each of ${store.users} users`, 'bytes', [await store.bytesAUser()]),
      ),
    )),
  ];
}

/** A store in which so many users have registered a key each. */
class FilledStore {
  readonly users: number;
  readonly #file: string;
  readonly #storage: Storage;
  readonly #records: Records;
  /** As another process has it open, so that everything is read from the file, until those are measured who ask again. */
  readonly #other: Records;
  readonly #vault: Vault;

  private constructor(users: number, file: string, storage: Storage, records: Records, other: Records) {
    this.users = users;
    this.#file = file;
    this.#storage = storage;
    this.#records = records;
    this.#other = other;
    this.#vault = new Vault(records, Date.now);
  }

  static async make(folder: string, users: number): Promise<FilledStore> {
    const file = join(folder, `${users}.sqlite`);
    const encryptionKey = randomBytes(32).toString('base64');
    await fillStore(`sqlite://${file}`, encryptionKey, peopleWithKeys(users));
    const open = () => openStorage(`sqlite://${file}`, () => undefined);
    const storage = await open();
    const ring = parseKeyRing(encryptionKey);
    const other = await Records.open(await open(), ring);
    return new FilledStore(users, file, storage, await Records.open(storage, ring), other);
  }

  /** Medians in microseconds: of finding a key, and of the part of it that goes into names and into decryption. */
  async measure(): Promise<{ lookUp: number; opening: number }> {
    const lookUps: number[] = [];
    const openings: number[] = [];
    for (let count = 0; count < LOOK_UPS_A_ROUND; count += 1) {
      const user = userOf(randomInt(this.users));
      lookUps.push(await microseconds(() => this.#vault.find(user)));
      const envelope = (await this.#storage.get(this.#records.names.of('account', user))) ?? '';
      openings.push(
        await microseconds(() => this.#records.cipher.open(envelope, this.#other.names.of('account', user))),
      );
    }
    return { lookUp: median(lookUps), opening: median(openings) };
  }

  /** The same of finding a key of few people in turns, by the only process on the store. */
  async measureRegulars(): Promise<number> {
    await this.#other.storage.close();
    await delay(ALONE_AFTER_MS);
    const lookUps: number[] = [];
    for (let count = 0; count < LOOK_UPS_A_ROUND; count += 1)
      lookUps.push(await microseconds(() => this.#vault.find(userOf(count % REGULARS))));
    return median(lookUps);
  }

  async bytesAUser(): Promise<number> {
    await this.#storage.scrub();
    return (await stat(this.#file)).size / this.users;
  }

  close(): Promise<void> {
    return this.#storage.close();
  }
}

async function microseconds(task: () => unknown): Promise<number> {
  const from = performance.now();
  await task();
  return (performance.now() - from) * 1000;
}
