import { z } from 'zod';
import type { Identity } from '../identity.ts';
import type { Records } from '../records/records.ts';
import type { SealedRecords } from '../records/sealed-records.ts';
import { unlessStoreFails } from '../storage/storage-error.ts';
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

  constructor(records: Records) {
    this.#records = records.of({ kind: 'settings', version: 1, schema: record });
  }

  /**
   * The language to use: the chosen one, else the one that the platform reports now or reported before.
   *
   * A record that does not open counts as no choice, and so does a store that fails: nothing worse hangs on it.
   *
   * @param reported what the platform says of the user's language now, if anything
   * @param keep whether to remember that for later
   */
  async localeOf(user: Identity, reported: Locale | undefined, keep = false): Promise<Locale | undefined> {
    const found = await unlessStoreFails(this.#records.get(user));
    const settings = found?.kind === 'found' ? found.value : undefined;
    if (keep && reported !== undefined && isNews(reported, settings)) await this.keepReported(user, reported);
    return settings?.locale ?? reported ?? settings?.reported;
  }

  /** Remembers what the platform reported, where the user has chosen nothing and it is not the default. */
  async keepReported(user: Identity, reported: Locale): Promise<void> {
    await unlessStoreFails(
      this.#records.update(user, (settings) => (isNews(reported, settings) ? { reported } : undefined)),
    );
  }

  async chooseLocale(user: Identity, locale: Locale): Promise<void> {
    await this.#records.set(user, { locale });
  }
}

function isNews(reported: Locale, settings: z.output<typeof record> | undefined): boolean {
  return settings?.locale === undefined && reported !== (settings?.reported ?? LOCALES[0]);
}
