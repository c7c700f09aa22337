import { z } from 'zod';
import type { Identity } from '../identity.ts';
import type { Vault } from '../keys/vault.ts';
import type { Records } from '../records/records.ts';
import { moment, type SealedRecords } from '../records/sealed-records.ts';
import { type Decimal, parseDecimal, toPlainString } from './decimal.ts';
import type { Balance } from './outcome.ts';

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

/** A balance of the past. */
export interface DatedBalance {
  readonly balance: Balance;
  /** Milliseconds since 1970. */
  readonly readAt: number;
}

/** The last balance that each user's key had, encrypted, for when the provider cannot be asked. */
export class LastBalances {
  readonly #records: Records;
  readonly #balances: SealedRecords<typeof record>;
  readonly #vault: Vault;

  constructor(records: Records, vault: Vault) {
    this.#records = records;
    this.#balances = records.of({ kind: 'last-balance', version: 1, schema: record });
    this.#vault = vault;
  }

  /** The last balance of that very key; another key's is never given in its place. */
  async of(user: Identity, keyId: string): Promise<DatedBalance | undefined> {
    const found = await this.#balances.get(user);
    return found.kind === 'found' && found.value.keyId === keyId ? found.value : undefined;
  }

  /** Remembers a balance, unless the key was removed or replaced while it was looked up. */
  remember(user: Identity, keyId: string, { balance, readAt }: DatedBalance): Promise<void> {
    return this.#records.exclusively(user, async () => {
      if (!(await this.#isRegistered(user, keyId))) return;
      await this.#balances.set(user, { keyId, readAt, balance });
      // Another process may have erased the user in between.
      if (!(await this.#isRegistered(user, keyId))) await this.#balances.delete(user);
    });
  }

  async #isRegistered(user: Identity, keyId: string): Promise<boolean> {
    const found = await this.#vault.find(user);
    return found.kind === 'found' && found.value.id === keyId;
  }
}
