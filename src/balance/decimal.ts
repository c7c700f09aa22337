/**
 * Exact decimal numbers.
 *
 * A balance arrives as a decimal string and has to be shown as exactly that value; binary floating point
 * would change it, so a decimal is an integer of any size and the power of ten that divides it.
 */
export interface Decimal {
  /** The digits as one integer: 12.50 is 1250. */
  readonly unscaled: bigint;
  /** How many of the digits stand behind the point: 12.50 has 2. Never negative. */
  readonly scale: number;
}

/** Longer figures than this are taken for a fault of the sender: no chat message could show them. */
const MAX_LENGTH = 100;

const FORM = /^([+-]?)(\d+)(?:\.(\d+))?$/;

/** Reads a plain decimal string such as `-12.50`; `undefined` for everything else (`1e3`, `NaN`, `.5`, ` 1`). */
export function parseDecimal(text: string): Decimal | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const [, sign, whole, fraction = ''] = FORM.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const magnitude = BigInt(whole + fraction);
  return { unscaled: sign === '-' ? -magnitude : magnitude, scale: fraction.length };
}

/** The shortest plain string of the same value: `2005317.990000` gives `2005317.99`, `-0.0` gives `0`. */
export function toPlainString({ unscaled, scale }: Decimal): string {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  return `${unscaled < 0n ? '-' : ''}${whole}${fraction && `.${fraction}`}`;
}

/** The exact sum. */
export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { unscaled: unscaledAt(a, scale) + unscaledAt(b, scale), scale };
}

/** The exact difference `a - b`. */
export function subtract(a: Decimal, b: Decimal): Decimal {
  return add(a, { unscaled: -b.unscaled, scale: b.scale });
}

/** Negative where `a` is less than `b`, 0 where they are of the same value, positive where it is more. */
export function compare(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale);
  const left = unscaledAt(a, scale);
  const right = unscaledAt(b, scale);
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** The digits of the same value with `scale` of them behind the point; `scale` is not below the decimal's own. */
export function unscaledAt(decimal: Decimal, scale: number): bigint {
  return decimal.scale === scale ? decimal.unscaled : decimal.unscaled * 10n ** BigInt(scale - decimal.scale);
}

/**
 * How much of `total` is left in `remaining`, in tenths of a percent: 95.5 % is 955.
 *
 * Rounded to the nearest tenth, but never onto 0 while something is left nor onto 1000 while something is
 * gone, because "nothing" and "all" are statements of their own. `undefined` where a total of zero or less
 * makes a share meaningless. Negative for an overdrawn balance, above 1000 for more than the total.
 */
export function permilleLeft(remaining: Decimal, total: Decimal): bigint | undefined {
  if (total.unscaled <= 0n) return undefined;
  const scale = Math.max(remaining.scale, total.scale);
  const [part, whole] = [unscaledAt(remaining, scale), unscaledAt(total, scale)];
  const rounded = divideRounded(part * 1000n, whole);
  if (rounded === 0n && part !== 0n) return part > 0n ? 1n : -1n;
  if (rounded === 1000n && part !== whole) return part < whole ? 999n : 1001n;
  return rounded;
}

function divideRounded(numerator: bigint, positiveDenominator: bigint): bigint {
  const half = positiveDenominator / 2n;
  return (numerator + (numerator < 0n ? -half : half)) / positiveDenominator;
}
