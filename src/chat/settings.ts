import { z } from 'zod';
import type { Identity } from '../identity.ts';
import type { Records } from '../records/records.ts';
import { moment, type SealedRecords } from '../records/sealed-records.ts';
import { unlessStoreFails } from '../storage/storage-error.ts';
import { isTimeZone } from '../time/local-time.ts';
import { type QuietHours, USUAL_QUIET_HOURS } from '../time/quiet-hours.ts';
import { LOCALES, type Locale } from './locale.ts';

const minuteOfDay = z.int().min(0).max(1439);

const record = z.object({
  /** What the user chose. */
  locale: z.enum(LOCALES).optional(),
  /** What the platform last reported, for messages that come without: alerts, direct messages on Discord. */
  reported: z.enum(LOCALES).optional(),
  /** An IANA name. */
  timeZone: z.string().optional(),
  /** Without a choice, the usual ones hold as soon as the time zone is known. */
  quiet: z.union([z.literal('off'), z.object({ from: minuteOfDay, until: minuteOfDay })]).optional(),
  /** When a message first did not reach the user, who has blocked the bot and not written since. */
  unreachableSince: moment.optional(),
});

export type UserSettings = Readonly<z.output<typeof record>>;

/** The user's language: the chosen one, else the one that the platform reports now or reported before. */
export function localeOf(settings: UserSettings, reported?: Locale): Locale | undefined {
  return settings.locale ?? reported ?? settings.reported;
}

/** The quiet hours that hold for the user; none as long as nobody knows what time it is there. */
export function quietHoursOf({ timeZone, quiet }: UserSettings): QuietHours | undefined {
  return timeZone === undefined || quiet === 'off' ? undefined : (quiet ?? USUAL_QUIET_HOURS);
}

/** What users want, and whether they can be reached. Encrypted like all that is stored of them. */
export class Settings {
  readonly #records: Records;
  readonly #settings: SealedRecords<typeof record>;

  constructor(records: Records) {
    this.#records = records;
    this.#settings = records.of({ kind: 'settings', version: 1, schema: record, staysOpen: true });
  }

  /**
   * A user's settings.
   *
   * A record that does not open counts as none, and so does a store that fails: nothing worse hangs on it.
   */
  async of(user: Identity): Promise<UserSettings> {
    return (await unlessStoreFails(this.read(user))) ?? {};
  }

  /** A user's settings, for those who must not be told that there are none. Rejects when the store fails. */
  async read(user: Identity): Promise<UserSettings> {
    const found = await this.#settings.get(user);
    return found.kind === 'found' ? known(found.value) : {};
  }

  /**
   * The settings of somebody who has just written, and can therefore be reached.
   *
   * @param reported what the platform says of the user's language now, to be remembered
   */
  async onRequest(user: Identity, reported?: Locale): Promise<UserSettings> {
    const settings = await this.of(user);
    if (settings.unreachableSince !== undefined) await this.noteReachable(user);
    if (reported !== undefined && isNews(reported, settings)) await this.keepReported(user, reported);
    return settings;
  }

  /** Remembers what the platform reported, where the user has chosen nothing and it is not the default. */
  async keepReported(user: Identity, reported: Locale): Promise<void> {
    await unlessStoreFails(
      this.#settings.update(user, (settings) =>
        isNews(reported, settings) ? { ...settings, reported } : undefined,
      ),
    );
  }

  /** Remembers that a message did not reach the user, who has blocked the bot. @param at milliseconds since 1970 */
  async noteUnreachable(user: Identity, at: number): Promise<void> {
    await unlessStoreFails(
      this.#settings.update(user, (settings) =>
        settings?.unreachableSince === undefined ? { ...settings, unreachableSince: at } : undefined,
      ),
    );
  }

  /** The user has written, or a message has arrived. */
  async noteReachable(user: Identity): Promise<void> {
    await unlessStoreFails(
      this.#settings.update(user, (settings) => {
        if (settings?.unreachableSince === undefined) return undefined;
        const { unreachableSince, ...others } = settings;
        return others;
      }),
    );
  }

  /** The choice stands for good; what the platform reports does not matter any more. */
  async chooseLocale(user: Identity, locale: Locale): Promise<void> {
    await this.#change(user, ({ reported, ...settings }) => ({ ...settings, locale }));
  }

  /** Takes a time zone, quiet hours, or both, and leaves the other as it is. Returns all settings. */
  setTime(user: Identity, time: Pick<UserSettings, 'timeZone' | 'quiet'>): Promise<UserSettings> {
    return this.#change(user, (settings) => ({ ...settings, ...time }));
  }

  /** Forgets the time zone, and the quiet hours with it. Returns all settings. */
  forgetTime(user: Identity): Promise<UserSettings> {
    return this.#change(user, ({ timeZone, quiet, ...settings }) => settings);
  }

  /** A record that does not open gives way to what the user says now. */
  #change(user: Identity, change: (settings: UserSettings) => UserSettings): Promise<UserSettings> {
    return this.#records.exclusively(user, async () => {
      const found = await this.#settings.get(user);
      const changed = change(found.kind === 'found' ? found.value : {});
      // Nothing shall be stored of somebody who wants nothing.
      if (found.kind === 'none' && Object.keys(changed).length === 0) return changed;
      await this.#settings.set(user, changed);
      return known(changed);
    });
  }
}

/** Without a time zone that this runtime does not know, as one with other data may have stored. */
function known(settings: UserSettings): UserSettings {
  const { timeZone, ...others } = settings;
  return timeZone === undefined || isTimeZone(timeZone) ? settings : others;
}

function isNews(reported: Locale, settings: UserSettings | undefined): boolean {
  return settings?.locale === undefined && reported !== (settings?.reported ?? LOCALES[0]);
}
