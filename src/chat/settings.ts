import { z } from 'zod';
import type { Identity } from '../identity.ts';
import type { Cipher } from '../keys/cipher.ts';
import { SealedRecords } from '../keys/sealed-records.ts';
import type { Storage } from '../storage.ts';
import { LOCALES, type Locale } from './locale.ts';

const record = z.object({ locale: z.enum(LOCALES).optional() });

/** What users chose. Encrypted like all that is stored of them. */
export class Settings {
  readonly #records: SealedRecords<typeof record>;

  constructor(storage: Storage, cipher: Cipher) {
    this.#records = new SealedRecords(storage, cipher, 'settings', record);
  }

  /** The chosen language. A record that does not open counts as no choice: nothing worse hangs on it. */
  async localeOf(user: Identity): Promise<Locale | undefined> {
    const found = await this.#records.get(user);
    return found.kind === 'found' ? found.value.locale : undefined;
  }

  async chooseLocale(user: Identity, locale: Locale): Promise<void> {
    await this.#records.set(user, { locale });
  }
}
