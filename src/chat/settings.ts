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

type UserSettings = z.output<typeof record>;

/** The users' languages. Encrypted like all that is stored of them. */
export class Settings {
  readonly #records: Records;
  readonly #settings: SealedRecords<typeof record>;

  constructor(records: Records) {
    this.#records = records;
    this.#settings = records.of({ kind: 'settings', version: 1, schema: record });
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
    const found = await unlessStoreFails(this.#settings.get(user));
    const settings = found?.kind === 'found' ? found.value : undefined;
    if (keep && reported !== undefined && isNews(reported, settings)) await this.keepReported(user, reported);
    return settings?.locale ?? reported ?? settings?.reported;
  }

  /** Remembers what the platform reported, where the user has chosen nothing and it is not the default. */
  async keepReported(user: Identity, reported: Locale): Promise<void> {
    await unlessStoreFails(
      this.#settings.update(user, (settings) =>
        isNews(reported, settings) ? { ...settings, reported } : undefined,
      ),
    );
  }

  /** The choice stands for good; what the platform reports does not matter any more. */
  async chooseLocale(user: Identity, locale: Locale): Promise<void> {
    await this.#change(user, ({ reported, ...settings }) => ({ ...settings, locale }));
  }

  /** A record that does not open gives way to what the user says now. */
  #change(user: Identity, change: (settings: UserSettings) => UserSettings): Promise<void> {
    return this.#records.exclusively(user, async () => {
      const found = await this.#settings.get(user);
      await this.#settings.set(user, change(found.kind === 'found' ? found.value : {}));
    });
  }
}

function isNews(reported: Locale, settings: UserSettings | undefined): boolean {
  return settings?.locale === undefined && reported !== (settings?.reported ?? LOCALES[0]);
}
