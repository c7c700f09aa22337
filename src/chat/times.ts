import type { Locale } from './locale.ts';

const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

const HOUR_MS = 3_600_000;

/** Shorter spans than this, in hours, are told in hours. */
const HOURS_IN_WORDS = 48;

/** Chinese says 3秒前 and 59秒; English writes units out. */
const STYLES = { en: 'long', 'zh-CN': 'short' } as const satisfies Record<Locale, string>;

/** A span of time in the largest unit that fits: `4 seconds ago`, and never less than one. @param ageMs milliseconds */
export function formatAge(ageMs: number, locale: Locale): string {
  const [amount, unit] = inLargestUnit(Math.max(ageMs / 1000, 1), Math.floor);
  return new Intl.RelativeTimeFormat(locale, { style: STYLES[locale] }).format(-amount, unit);
}

/** A span of time to come, in words: `30 seconds`. Rounded up, because a wait that is too short is in vain. */
export function formatWait(seconds: number, locale: Locale): string {
  const [amount, unit] = inLargestUnit(seconds, Math.ceil);
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: STYLES[locale] }).format(amount);
}

/**
 * A moment as the clocks of a time zone show it: `Nov 25, 2026, 8:00 PM EST`.
 *
 * @param at milliseconds since 1970
 * @param timeZone an IANA name; for people whose time zone is not known, UTC
 */
export function formatMoment(at: number, locale: Locale, timeZone = 'UTC'): string {
  const format = { dateStyle: 'medium', timeStyle: 'short', timeZone } as const;
  return `${new Intl.DateTimeFormat(locale, format).format(at)} ${zoneAbbreviation(at, locale, timeZone)}`;
}

/** What clocks show in a time zone, for those who live there: `Wed 8:00 PM`. @param at milliseconds since 1970 */
export function formatLocalTime(at: number, locale: Locale, timeZone: string): string {
  const format = { weekday: 'short', hour: 'numeric', minute: '2-digit', timeZone } as const;
  return new Intl.DateTimeFormat(locale, format).format(at);
}

/** `EST`, or the distance to UTC where the language has no abbreviation. */
function zoneAbbreviation(at: number, locale: Locale, timeZone: string): string {
  const format = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'short' });
  const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
  return name.replace(/^GMT/, 'UTC');
}

function inLargestUnit(
  seconds: number,
  round: (amount: number) => number,
): [number, Intl.RelativeTimeFormatUnit & string] {
  const whole = Math.max(0, round(seconds));
  const [unit, size] = UNITS.find(([, unitSize]) => whole >= unitSize) ?? ['second', 1];
  return [round(whole / size), unit];
}

/**
 * A span of time in days, or in hours where it is short: `12 days`, `5 hours`.
 *
 * @param ms milliseconds
 * @param comparedMs the span that it is said together with, whose unit it takes
 */
export function formatDays(ms: number, locale: Locale, comparedMs = ms): string {
  const inHours = isSoon(comparedMs);
  const amount = ms / (inHours ? HOUR_MS : HOUR_MS * 24);
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: inHours ? 'hour' : 'day',
    unitDisplay: STYLES[locale],
    maximumFractionDigits: amount < 10 ? 1 : 0,
  }).format(amount);
}

/** Whether a span is so short that it is told in hours, and its end with the time of day. @param ms milliseconds */
export function isSoon(ms: number): boolean {
  return ms < HOURS_IN_WORDS * HOUR_MS;
}

/** The day of a moment, without its time. @param at milliseconds since 1970 */
export function formatDay(at: number, locale: Locale, timeZone = 'UTC'): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone }).format(at);
}
