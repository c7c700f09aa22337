import { z } from 'zod';
import type { Owner } from '../identity.ts';
import type { StoredKey } from '../keys/account.ts';
import type { Vault } from '../keys/vault.ts';
import type { Records } from '../records/records.ts';
import { moment, type SealedRecords } from '../records/sealed-records.ts';
import { type Decimal, parseDecimal, toPlainString } from './decimal.ts';
import type { DatedBalance } from './outcome.ts';
import type { BalanceMemory } from './service.ts';

const decimal = z.codec(z.string(), z.custom<Decimal>(), {
  decode: (text, context) => {
    const parsed = parseDecimal(text);
    if (parsed !== undefined) return parsed;
    context.issues.push({ code: 'custom', input: text, message: 'not a decimal string' });
    return z.NEVER;
  },
  encode: toPlainString,
});

const figure = z.object({ remaining: decimal, total: decimal });

const record = z.object({
  keyId: z.string(),
  readAt: moment,
  balance: z.object({ points: figure, amount: figure }),
});

/** The last balance that each user's key had, encrypted, for when the provider cannot be asked. */
export class LastBalances implements BalanceMemory {
  readonly #records: Records;
  readonly #balances: SealedRecords<typeof record>;
  readonly #vault: Vault;

  constructor(records: Records, vault: Vault) {
    this.#records = records;
    this.#balances = records.of({ kind: 'last-balance', version: 1, schema: record });
    this.#vault = vault;
  }

  /** The last balance of that very key; another key's is never given in its place. */
  async last(owner: Owner, { id }: StoredKey): Promise<DatedBalance | undefined> {
    const found = await this.#balances.get(owner);
    return found.kind === 'found' && found.value.keyId === id ? found.value : undefined;
  }

  /** Remembers a balance, unless the key was removed or replaced while it was looked up. */
  remember(owner: Owner, { id }: StoredKey, { balance, readAt }: DatedBalance): Promise<void> {
    return this.#records.exclusively(owner, async () => {
      if (!(await this.#isRegistered(owner, id))) return;
      await this.#balances.set(owner, { keyId: id, readAt, balance });
      // Another process may have erased the owner in between.
      if (!(await this.#isRegistered(owner, id))) await this.#balances.delete(owner);
    });
  }

  async #isRegistered(owner: Owner, id: string): Promise<boolean> {
    const found = await this.#vault.find(owner);
    return found.kind === 'found' && found.value.keys.some((key) => key.id === id);
  }
}
