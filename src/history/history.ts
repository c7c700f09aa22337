import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Backlog } from '../backlog.ts';
import type { DatedBalance } from '../balance/outcome.ts';
import type { BalanceMemory } from '../balance/service.ts';
import type { Owner } from '../identity.ts';
import { keyId, type StoredKey } from '../keys/account.ts';
import type { Vault } from '../keys/vault.ts';
import type { OpenProblem } from '../records/cipher.ts';
import type { Records } from '../records/records.ts';
import type { Found, RecordFormat, SealedRecords } from '../records/sealed-records.ts';
import { unlessStoreFails } from '../storage/storage-error.ts';
import { LAST_BALANCES } from './last-balance.ts';
import { extend, type Series } from './series.ts';
import { decodeSeries, encodeSeries } from './series-codec.ts';
import { kindOfStep } from './steps.ts';

/** How soon after a point, in milliseconds, the same balance says nothing that were worth writing it. */
const REPEAT_MS = 10_000;

/** Of so many keys, those remembered last, the newest point is known without reading their history. */
const MAX_KNOWN = 1_000;

const series = z.codec(z.string(), z.custom<Series>(), {
  decode: (text, context) => {
    const decoded = decodeSeries(text);
    if (decoded !== undefined) return decoded;
    context.issues.push({ code: 'custom', input: text, message: 'not a series' });
    return z.NEVER;
  },
  encode: encodeSeries,
});

/** The id, because another key may be in the slot by now. */
const history = z.object({ keyId, series });

const HISTORIES: RecordFormat<typeof history> = { kind: 'history', version: 1, schema: history };

/** A history that does not open or does not read. */
export type HistoryProblem = OpenProblem | 'wrong-shape';

/** What each key had over time, encrypted, one record a key. */
export class History implements BalanceMemory {
  readonly #records: Records;
  readonly #lastBalances: SealedRecords<typeof LAST_BALANCES.schema>;
  readonly #vault: Vault;
  readonly #backlog: Backlog;
  readonly #onUnreadable: (problem: HistoryProblem) => void;
  /** The newest point that is stored of a key, by its id. Another process may have stored a newer one. */
  readonly #newest = new LRUCache<string, DatedBalance>({ max: MAX_KNOWN });

  /** @param onUnreadable is told of a history that is about to be begun anew */
  constructor(
    records: Records,
    vault: Vault,
    backlog: Backlog,
    onUnreadable: (problem: HistoryProblem) => void,
  ) {
    this.#records = records;
    this.#lastBalances = records.of(LAST_BALANCES);
    this.#vault = vault;
    this.#backlog = backlog;
    this.#onUnreadable = onUnreadable;
  }

  /** All that is known of that very key; another key's is never given in its place. Empty where nothing reads. */
  async of(owner: Owner, key: StoredKey): Promise<Series> {
    await this.#backlog.settle(owner);
    return this.#read(owner, key);
  }

  async last(owner: Owner, key: StoredKey): Promise<DatedBalance | undefined> {
    return (await this.of(owner, key)).at(-1);
  }

  rememberLater(owner: Owner, key: StoredKey, dated: DatedBalance): Promise<void> {
    if (isRepeat(this.#newest.get(key.id), dated)) return Promise.resolve();
    return this.#backlog.add(owner, `${key.id} ${dated.readAt}`, async () => {
      await unlessStoreFails(this.remember(owner, key, dated));
    });
  }

  async #read(owner: Owner, key: StoredKey): Promise<Series> {
    return seriesIn(await this.#in(key).get(owner), key) ?? this.#earlier(owner, key);
  }

  /** What an earlier version remembered of that very key. */
  async #earlier(owner: Owner, key: StoredKey): Promise<Series> {
    const earlier = await this.#lastBalances.get(owner);
    if (earlier.kind !== 'found' || earlier.value.keyId !== key.id) return [];
    const { readAt, balance } = earlier.value;
    return [{ readAt, balance }];
  }

  async remember(owner: Owner, key: StoredKey, dated: DatedBalance): Promise<void> {
    const stored = seriesIn(await this.#in(key).get(owner), key)?.at(-1);
    const newest = isRepeat(stored, dated) ? stored : await this.#extend(owner, key, dated);
    if (newest !== undefined) this.#newest.set(key.id, newest);
  }

  /** @returns the newest point that is stored then; `undefined` where the key is gone */
  #extend(owner: Owner, key: StoredKey, dated: DatedBalance): Promise<DatedBalance | undefined> {
    return this.#records.exclusively(owner, async () => {
      const registered = await this.#registered(owner, key.id);
      if (registered === undefined) return undefined;
      const records = this.#in(registered);
      const found = await records.get(owner);
      if (found.kind === 'unreadable') this.#onUnreadable(found.problem);
      const begun = seriesIn(found, key);
      const newest = begun?.at(-1);
      if (isRepeat(newest, dated)) return newest;
      const series = extend(begun ?? (await this.#earlier(owner, key)), dated);
      await records.set(owner, { keyId: key.id, series });
      if (begun === undefined) await this.#dropLastBalance(owner, key.id);
      return series.at(-1);
    });
  }

  #in({ slot }: StoredKey): SealedRecords<typeof history> {
    return this.#records.of(HISTORIES, slot);
  }

  /** Deletes what an earlier version remembered, unless it is of another key that has no history yet. */
  async #dropLastBalance(owner: Owner, id: string): Promise<void> {
    const earlier = await this.#lastBalances.get(owner);
    if (earlier.kind === 'none') return;
    const isOfAnother = earlier.kind === 'found' && earlier.value.keyId !== id;
    if (isOfAnother && (await this.#registered(owner, earlier.value.keyId))) return;
    await this.#lastBalances.delete(owner);
  }

  async #registered(owner: Owner, id: string): Promise<StoredKey | undefined> {
    const found = await this.#vault.find(owner);
    return found.kind === 'found' ? found.value.keys.find((key) => key.id === id) : undefined;
  }
}

/** What a record holds of that very key; `undefined` where it is another key's, or does not read. */
function seriesIn(found: Found<z.output<typeof history>>, { id }: StoredKey): Series | undefined {
  return found.kind === 'found' && found.value.keyId === id ? found.value.series : undefined;
}

/** Whether what is stored of a key says the same of it already. */
function isRepeat(newest: DatedBalance | undefined, dated: DatedBalance): boolean {
  return (
    newest !== undefined &&
    Math.abs(dated.readAt - newest.readAt) < REPEAT_MS &&
    kindOfStep(newest, dated) === 'unchanged'
  );
}
