import { z } from 'zod';
import type { Identity } from '../identity.ts';
import type { Cipher } from '../keys/cipher.ts';
import { SealedRecords } from '../keys/sealed-records.ts';
import type { Storage } from '../storage.ts';
import { LOCALES, type Locale } from './locale.ts';

const record = z.object({
  /** What the user chose. */
  locale: z.enum(LOCALES).optional(),
  /** What the platform last reported, for events that come without: a direct message on Discord. */
  reported: z.enum(LOCALES).optional(),
});

/** The users' languages. Encrypted like all that is stored of them. */
export class Settings {
  readonly #records: SealedRecords<typeof record>;

  constructor(storage: Storage, cipher: Cipher) {
    this.#records = new SealedRecords(storage, cipher, 'settings', record);
  }

  /**
   * The language to use: the chosen one, else the one that the platform reports now or reported before.
   *
   * A record that does not open counts as no choice: nothing worse hangs on it.
   *
   * @param reported what the platform says of the user's language now, if anything
   */
  async localeOf(user: Identity, reported: Locale | undefined): Promise<Locale | undefined> {
    const found = await this.#records.get(user);
    const { locale, reported: before } = found.kind === 'found' ? found.value : {};
    if (locale !== undefined) return locale;
    const isNews = reported !== undefined && reported !== (before ?? LOCALES[0]);
    if (isNews) await this.#records.set(user, { reported });
    return reported ?? before;
  }

  async chooseLocale(user: Identity, locale: Locale): Promise<void> {
    await this.#records.set(user, { locale });
  }
}
