import { upToDate } from '../alerts/alarm.ts';
import type { NoticeOutcome } from '../alerts/courier.ts';
import type { Notice } from '../alerts/outbox.ts';
import { seenSince } from '../alerts/seen.ts';
import { type Identity, type Owner, platformOf } from '../identity.ts';
import { isQuiet, quietEnd } from '../time/quiet-hours.ts';
import { outlookOf } from '../usage/outlook.ts';
import { personalAlert, publicAlert } from './alert-report.ts';
import type { Services, Turn } from './command.ts';
import { isLocale, LOCALES, type Locale } from './locale.ts';
import { localeOf, quietHoursOf } from './settings.ts';

/** Puts notices into the words of their readers and sends them, and knows when they may come. */
export class Notices {
  readonly #services: Services;

  constructor(services: Services) {
    this.#services = services;
  }

  /** Sends a notice once; not where its key is gone, or what it warns of is over. */
  async send(owner: Owner, notice: Notice): Promise<NoticeOutcome> {
    const { vault, history, alerts, notifier, now } = this.#services;
    const found = await vault.find(owner);
    const key = found.kind === 'found' ? found.value.keys.find(({ id }) => id === notice.keyId) : undefined;
    if (key === undefined) return 'pointless';
    const series = await history.of(owner, key);
    const affair = { key, last: series.at(-1), outlook: outlookOf(series, now()) };
    const seen = seenSince(notice.madeAt, series, affair.outlook, now());
    const said = upToDate(notice, key, await alerts.of(owner), seen, now());
    if (said === undefined) return 'pointless';
    const { id, to } = notice;
    if (to.kind === 'person')
      return notifier.send(to, personalAlert(await this.#turnOf(to.user, owner, id), said, affair), id);
    const locale = isLocale(to.locale) ? to.locale : LOCALES[0];
    const reader = { user: `${to.platform}:` as const, locale, timeZone: undefined };
    const reply = publicAlert(this.#turn(reader, owner, id), said, affair);
    return notifier.send({ kind: 'channel', platform: to.platform, id: to.id }, reply, id);
  }

  /** When a person may be told, in milliseconds since 1970: at once, or when their quiet hours are over. */
  async tellAt(user: Identity, isUrgent: boolean): Promise<number> {
    const now = this.#services.now();
    const settings = await this.#services.settings.of(user);
    const { timeZone } = settings;
    const quiet = quietHoursOf(settings);
    if (isUrgent || timeZone === undefined || quiet === undefined || !isQuiet(now, timeZone, quiet))
      return now;
    return quietEnd(now, timeZone, quiet);
  }

  /** Whether the reader takes messages from the bot, as far as is known. */
  async isReachable(to: Notice['to']): Promise<boolean> {
    if (to.kind === 'channel') return true;
    return (await this.#services.settings.of(to.user)).unreachableSince === undefined;
  }

  /** Remembers that a person does not, until they write. */
  async noteBlocked(to: Notice['to']): Promise<void> {
    if (to.kind === 'person') await this.#services.settings.noteUnreachable(to.user, this.#services.now());
  }

  async #turnOf(user: Identity, owner: Owner, id: string): Promise<Turn> {
    const settings = await this.#services.settings.of(user);
    const { timeZone } = settings;
    return this.#turn({ user, locale: localeOf(settings) ?? LOCALES[0], timeZone }, owner, id);
  }

  #turn(
    { user, locale, timeZone }: { user: Identity; locale: Locale; timeZone: string | undefined },
    owner: Owner,
    id: string,
  ): Turn {
    return {
      request: { id, platform: platformOf(user), user, place: 'private' },
      locale,
      timeZone,
      say: this.#services.sayIn(locale),
      services: this.#services,
      owner: async () => owner,
      account: () => this.#services.vault.find(owner),
    };
  }
}
