import { Accounts } from '../../src/accounts/accounts.ts';
import { Erasure } from '../../src/accounts/erasure.ts';
import { LinkCodes } from '../../src/accounts/link-codes.ts';
import { Linking } from '../../src/accounts/linking.ts';
import { History } from '../../src/history/history.ts';
import type { Identity } from '../../src/identity.ts';
import type { StoredKey } from '../../src/keys/account.ts';
import { Vault } from '../../src/keys/vault.ts';
import type { KeyRing } from '../../src/records/key-ring.ts';
import { Records } from '../../src/records/records.ts';
import { Secret } from '../../src/secret.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { point } from '../history/points.ts';
import { keysIn } from '../records/open-vault.ts';
import type { StoreFolder } from '../records/store-folder.ts';
import { strictBacklog } from '../strict-backlog.ts';

/** Everything that has to do with accounts, on one store. */
export class OpenAccounts implements AsyncDisposable {
  readonly storage: Storage;
  readonly records: Records;
  readonly accounts: Accounts;
  readonly vault: Vault;
  readonly history: History;
  readonly codes: LinkCodes;
  readonly linking: Linking;
  readonly erasure: Erasure;

  private constructor(storage: Storage, records: Records, now: () => number) {
    this.storage = storage;
    this.records = records;
    this.accounts = new Accounts(records);
    this.vault = new Vault(records, now);
    this.history = new History(records, this.vault, strictBacklog(), () => undefined);
    this.codes = new LinkCodes(records, now);
    this.linking = new Linking(records, this.codes);
    this.erasure = new Erasure(records, this.codes);
  }

  /** @param through what the store is seen through */
  static async open(
    folder: StoreFolder,
    ring: KeyRing,
    { now = Date.now, through = (storage) => storage }: Options = {},
  ): Promise<OpenAccounts> {
    const storage = await openStorage(folder.url, () => undefined);
    return new OpenAccounts(storage, await Records.open(through(storage), ring), now);
  }

  /** Registers a key, with one balance in its history. */
  async register(user: Identity, key: string, name?: string): Promise<StoredKey> {
    const owner = await this.accounts.ownerOf(user);
    const added = { key: new Secret(key), verified: true, name };
    const stored = await this.vault.store(owner, added, await this.vault.markOf(owner, user));
    if (stored.kind !== 'stored') throw new Error(`the key is ${stored.kind}`);
    await this.history.remember(owner, stored.key, point(1_000 + key.length, 100));
    return stored.key;
  }

  /** What a chat sees: each key by its name, itself, and whether its history is there. */
  async seenBy(user: Identity): Promise<readonly string[]> {
    const owner = await this.accounts.ownerOf(user);
    const keys = await keysIn(this.vault, owner);
    return Promise.all(
      keys.map(async (key) => {
        const points = (await this.history.of(owner, key)).length;
        return `${key.name ?? '-'} ${key.key.reveal()} ${points}`;
      }),
    );
  }

  /** Makes a code in one chat and types it in another. */
  async link(made: Identity, typed: Identity) {
    return this.linking.link(typed, await this.codes.make(made));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.storage.close();
  }
}

interface Options {
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly through?: (storage: Storage) => Storage;
}
