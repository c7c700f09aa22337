import type { Locale } from './locale.ts';

const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

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

/** A moment for people whose time zone is not known. @param at milliseconds since 1970 */
export function formatMoment(at: number, locale: Locale): string {
  const format = { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' } as const;
  return `${new Intl.DateTimeFormat(locale, format).format(at)} UTC`;
}

function inLargestUnit(
  seconds: number,
  round: (amount: number) => number,
): [number, Intl.RelativeTimeFormatUnit & string] {
  const whole = Math.max(0, round(seconds));
  const [unit, size] = UNITS.find(([, unitSize]) => whole >= unitSize) ?? ['second', 1];
  return [round(whole / size), unit];
}
