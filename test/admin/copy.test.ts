import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { copy } from '../../src/admin/commands/copy.ts';
import { parseStoreConfig } from '../../src/config.ts';
import { Cipher } from '../../src/records/cipher.ts';
import { claimForCopy } from '../../src/records/copy-note.ts';
import { parseKeyRing } from '../../src/records/key-ring.ts';
import { Records } from '../../src/records/records.ts';
import { StoreCopy } from '../../src/records/store-copy.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import type { Storage, StoredRecord } from '../../src/storage/storage.ts';
import { openDatabase } from '../records/database.ts';
import { dyingAfter } from '../records/dying-storage.ts';
import { StoreFolder } from '../records/store-folder.ts';
import {
  type FreshStore,
  freshStore,
  missingFor,
  type StoreKind,
  skipWithout,
} from '../stores/fresh-store.ts';

const ENCRYPTION_KEY = randomBytes(32).toString('base64');
const RING = parseKeyRing(ENCRYPTION_KEY);

/** More than a page. */
const COUNT = 600;

const PAIRS: readonly (readonly [StoreKind, StoreKind])[] = [
  ['sqlite', 'redis'],
  ['redis', 'postgres'],
  ['postgres', 'sqlite'],
];

const NEVER = new AbortController().signal;

const open = (store: FreshStore) => openStorage(store.url, () => undefined);

/** Everything that is of the bot, by name. */
async function contents(storage: Storage): Promise<ReadonlyMap<string, string>> {
  const records: StoredRecord[] = [];
  for await (const page of storage.pages()) records.push(...page);
  const ofEachStore = ['probe', 'copy-note'];
  return new Map(
    records.filter(({ name }) => !ofEachStore.includes(name)).map(({ name, value }) => [name, value]),
  );
}

/** What the operator sees. */
async function run(from: string, to: string): Promise<{ code: number; lines: string }> {
  const lines: string[] = [];
  const code = await copy.run(
    {
      config: parseStoreConfig({ ENCRYPTION_KEY }),
      print: (line) => lines.push(line),
      interrupted: NEVER,
    },
    ['--from', from, '--to', to],
  );
  return { code, lines: lines.join('\n') };
}

/** A store with records, and one to copy them to. */
class Move implements AsyncDisposable {
  readonly from: FreshStore;
  readonly to: FreshStore;
  readonly source: Storage;
  readonly target: Storage;
  readonly records: Records;

  private constructor(
    [from, to]: readonly [FreshStore, FreshStore],
    [source, target]: readonly [Storage, Storage],
    records: Records,
  ) {
    this.from = from;
    this.to = to;
    this.source = source;
    this.target = target;
    this.records = records;
  }

  static async prepare(
    fromKind: StoreKind = 'sqlite',
    toKind: StoreKind = 'sqlite',
    count = 3,
  ): Promise<Move> {
    const stores = await Promise.all([freshStore(fromKind), freshStore(toKind)]);
    const [source, target] = await Promise.all([open(stores[0]), open(stores[1])]);
    const records = await Records.open(source, RING);
    await source.commit(Array.from({ length: count }, (_, user) => sealed(records, user)));
    return new Move(stores, [source, target], records);
  }

  run(): ReturnType<typeof run> {
    return run(this.from.url, this.to.url);
  }

  /** A copy that is under way. @param target in place of the one that it is copied to */
  async begin(target: Storage = this.target): Promise<StoreCopy> {
    const claim = await claimForCopy(this.target, this.records);
    if (claim.kind !== 'claimed') throw new Error(claim.kind);
    return new StoreCopy(this.records, target, claim.note);
  }

  async expectEqual(): Promise<void> {
    expect(await contents(this.target)).toEqual(await contents(this.source));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.source.close(), this.target.close()]);
    await Promise.all([this.from[Symbol.asyncDispose](), this.to[Symbol.asyncDispose]()]);
  }
}

function sealed({ names, cipher }: Records, user: number, text = `text ${user}`): StoredRecord {
  const name = names.of('settings', `telegram:${user}`);
  return { name, value: cipher.seal(text, name) };
}

async function store(storage: Storage, ...records: readonly StoredRecord[]): Promise<void> {
  for (const { name, value } of records) await storage.set(name, value);
}

describe.each(PAIRS)('a store that is copied from %s to %s', (fromKind, toKind) => {
  const missing = missingFor(fromKind) ?? missingFor(toKind);
  if (missing !== undefined) return skipWithout(missing);

  it('is the same there, with what is stored meanwhile', async () => {
    await using move = await Move.prepare(fromKind, toKind, COUNT);
    const { source, records } = move;
    let isDone = false;
    const storeMore = async () => {
      for (let user = 0; !isDone && user < COUNT; user += 1) {
        await store(source, sealed(records, user, 'changed'), sealed(records, COUNT + user));
        await source.delete(sealed(records, COUNT - 1 - user).name);
      }
    };
    const first = move.run().finally(() => {
      isDone = true;
    });
    await Promise.all([first, storeMore()]);
    const last = await move.run();
    expect(last.code).toBe(0);
    expect(last.lines).toContain('are the same in both stores');
    await move.expectEqual();
    const again = await move.run();
    expect(again.lines).toContain('0 records were copied');
    expect(again.lines).toContain('If the bot is stopped: set STORE_URL to the new store and start it');
  });

  it('goes on where it was broken off, and no bot starts on a part', async () => {
    await using move = await Move.prepare(fromKind, toKind, COUNT);
    const { target, records } = move;
    const dying = await move.begin(dyingAfter(0, target).storage);
    await expect(dying.pass(() => undefined, NEVER)).rejects.toThrow('the process is dead');
    const breakOff = new AbortController();
    const part = await (await move.begin()).pass(() => breakOff.abort(), breakOff.signal);
    expect(part.written).toBeGreaterThan(0);
    await expect(Records.open(target, RING)).rejects.toThrow('a copy of another one that was broken off');
    const whole = await (await move.begin()).pass(() => undefined, NEVER);
    expect(part.written + whole.written).toBe(COUNT);
    const [gone, ...changed] = [0, 1, 2].map((user) => sealed(records, user, 'changed'));
    await move.source.delete(gone?.name ?? '');
    await store(move.source, ...changed);
    const { code, lines } = await move.run();
    expect(code).toBe(0);
    expect(lines).toContain('2 records were copied');
    expect(lines).toContain('1 were deleted there');
    expect(lines).toContain('Now stop the bot, run this once more');
    await move.expectEqual();
  });
});

describe('a copy', () => {
  it('mends what is damaged in it, and says what does not open in either store', async () => {
    await using move = await Move.prepare();
    const { source, target, records } = move;
    const { name } = sealed(records, 0);
    const strange = new Cipher(parseKeyRing(randomBytes(32).toString('base64'))).seal('{}', name);
    await store(source, { name, value: strange });
    const { code, lines } = await move.run();
    expect(code).toBe(1);
    expect(lines).toContain('1 of them do not open');
    expect(lines).toContain(`${name}: unknown-key`);
    expect(await target.get(name)).toBe(strange);
    await store(target, { name: sealed(records, 1).name, value: 'v1.damaged' });
    expect((await move.run()).lines).toContain('1 records were copied');
    await move.expectEqual();
  });

  it('takes what is not even an entry of the store for a record that does not open', async () => {
    await using folder = await StoreFolder.make();
    await using move = await Move.prepare();
    const source = await openStorage(folder.url, () => undefined);
    const records = await Records.open(source, RING);
    await store(source, sealed(records, 1));
    await using database = await openDatabase(folder.file);
    await database.run("INSERT INTO keyv (key, value) VALUES ('keyv:settings:torn', '{torn')");
    const { lines } = await run(folder.url, move.to.url);
    expect(lines).toContain('All 3 records are the same');
    expect(lines).toContain('settings:torn: unknown-format');
    await source.close();
  });

  it('does not take the place of other records', async () => {
    await using move = await Move.prepare();
    const { target } = move;
    await store(target, { name: 'settings:of-somebody', value: 'a record' });
    await expect(move.run()).rejects.toThrow('holds records that are not from a copy of this store');
    await target.delete('settings:of-somebody');
    await Records.open(target, RING);
    const before = await contents(target);
    await expect(move.run()).rejects.toThrow('holds records that are not from a copy of this store');
    expect(await contents(target)).toEqual(before);
  });

  it('is left alone from when a bot works on it', async () => {
    await using move = await Move.prepare();
    const { source, target, records } = move;
    await move.run();
    const underWay = await move.begin();
    await store(source, sealed(records, 0, 'by the bot on the old store'));
    await (await Records.open(target, RING)).takeUp();
    const before = await contents(target);
    await expect(underWay.pass(() => undefined, NEVER)).rejects.toThrow('A bot has begun to work');
    await expect(move.run()).rejects.toThrow('The bot has worked on');
    expect(await contents(target)).toEqual(before);
  });

  it('is refused where an address is none, or leads to no bot or back to the same store', async () => {
    await using move = await Move.prepare();
    const { from, to } = move;
    await expect(async () => run('redis:secret', to.url)).rejects.toThrow(
      /^Name both stores(?!.*secret).*behind --from/,
    );
    await expect(async () => run(from.url, '--to')).rejects.toThrow('behind --to');
    await expect(async () => run(`${from.url}-nowhere`, to.url)).rejects.toThrow('There is no store at');
    await expect(run(to.url, from.url)).rejects.toThrow('The store of --from is of no bot');
    await expect(run(from.url, from.url)).rejects.toThrow('lead to the same store');
  });

  it.each([
    'redis://:sec%ret@127.0.0.1:1/0',
    'postgres://ann:sec%e9ret@127.0.0.1:1/db',
    'postgres://h%e9/db',
  ])(
    'is refused with a stray per cent sign in an address, as in %s, which is not repeated',
    async (address) => {
      await using move = await Move.prepare();
      const refusal = (option: string) =>
        new RegExp(`^--${option} has a % before what is no code(?!.*(sec|ret)).*write %25 for %`);
      await expect(async () => run(address, move.to.url)).rejects.toThrow(refusal('from'));
      await expect(async () => run(move.from.url, address)).rejects.toThrow(refusal('to'));
    },
  );

  it('is refused with a slash in the password of an address', async () => {
    await using move = await Move.prepare();
    const refusal = /^--to has an @ behind a \/(?!.*sec).*write %2F/;
    await expect(async () => run(move.from.url, 'redis://ann:12/sec@127.0.0.1')).rejects.toThrow(refusal);
  });

  it('says which store fails, without its password', async () => {
    await using move = await Move.prepare();
    const unreachable = 'redis://:p@ss-word@127.0.0.1:1/0';
    await expect(run(move.from.url, unreachable)).rejects.toThrow(
      /^The store redis:\/\/:…@127\.0\.0\.1:1\/0 of --to cannot be used: (?!.*word).*in --to/,
    );
  });
});
