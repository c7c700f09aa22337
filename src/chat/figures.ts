import { type Decimal, permilleLeft, toPlainString } from '../balance/decimal.ts';
import type { Figure } from '../balance/outcome.ts';
import type { Locale } from './locale.ts';

const METER_CELLS = 10n;

/**
 * What stands between groups of digits and before a fraction. `Intl.NumberFormat` itself takes as long for the figures
 * of a report as all the rest of it does.
 */
const MARKS = { en: marksOf('en'), 'zh-CN': marksOf('zh-CN') } as const satisfies Record<Locale, object>;

/** The exact value, grouped as the language does, trailing zeros trimmed: `2,005,317.99`. */
export function formatDecimal(decimal: Decimal, locale: Locale): string {
  const plain = toPlainString(decimal);
  const isNegative = plain.startsWith('-');
  const [whole = '', fraction] = (isNegative ? plain.slice(1) : plain).split('.');
  const { group, point } = MARKS[locale];
  const grouped = inThousands(whole, group) + (fraction === undefined ? '' : point + fraction);
  return isNegative ? `−${grouped}` : grouped;
}

function inThousands(digits: string, separator: string): string {
  let rest = digits;
  let groups = '';
  for (; rest.length > 3; rest = rest.slice(0, -3)) groups = separator + rest.slice(-3) + groups;
  return rest + groups;
}

function marksOf(locale: Locale) {
  const parts = new Intl.NumberFormat(locale).formatToParts(1_000.5);
  const mark = (wanted: Intl.NumberFormatPartTypes) => parts.find(({ type }) => type === wanted)?.value ?? '';
  return { group: mark('group'), point: mark('decimal') };
}

/** An amount with the operator's name for the currency: words follow (`5 USD`), symbols lead (`¥5`). */
export function formatMoney(decimal: Decimal, currency: string | undefined, locale: Locale): string {
  const number = formatDecimal(decimal, locale);
  if (currency === undefined) return number;
  if (/[\p{L}\p{N}]/u.test(currency)) return `${number} ${currency}`;
  return number.startsWith('−') ? `−${currency}${number.slice(1)}` : currency + number;
}

/** The share left, in tenths of a percent; `undefined` where the total makes it meaningless. */
export function shareLeft({ remaining, total }: Figure): bigint | undefined {
  return permilleLeft(remaining, total);
}

/** `955n` as `95.5%`. */
export function formatShare(permille: bigint, locale: Locale): string {
  return `${formatDecimal({ unscaled: permille, scale: 1 }, locale)}%`;
}

/** A bar of ten cells. Neither empty while something is left, nor full while something is gone. */
export function meter(permille: bigint): string {
  const rounded = (permille * METER_CELLS + 500n) / 1000n;
  const least = permille > 0n ? 1n : 0n;
  const most = permille < 1000n ? METER_CELLS - 1n : METER_CELLS;
  const filled = Number(rounded < least ? least : rounded > most ? most : rounded);
  return '▰'.repeat(filled) + '▱'.repeat(Number(METER_CELLS) - filled);
}
