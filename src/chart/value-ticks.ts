const MULTIPLES = [1, 2, 2.5, 5, 10] as const;
const INTERVALS = 4;
/** Beyond these, digits would fill the axis: powers of ten are shorter. */
const LEAST_WRITTEN_OUT = 1e-6;
const LEAST_TOO_GREAT = 1e15;
const SIGNIFICANT_DIGITS = 3;

/** Round values from below the least that is shown to above the greatest, evenly apart. */
export interface ValueTicks {
  readonly values: readonly number[];
  readonly labels: readonly string[];
}

/** Marks for a value axis that has zero on it. @param low at most 0 @param high at least 0 */
export function valueTicks(low: number, high: number, locale: string): ValueTicks {
  const top = high > low ? high : low + 1;
  const step = roundStep((top - low) / INTERVALS);
  const first = Math.floor(low / step);
  const last = Math.ceil(top / step);
  const values = Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
  const format = numberFormat(step, Math.max(-low, top), locale);
  return { values, labels: values.map((value) => format.format(value).replace('-', '−')) };
}

function roundStep(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(atLeast));
  const multiple = MULTIPLES.find((candidate) => candidate * power >= atLeast) ?? 10;
  return multiple * power;
}

function numberFormat(step: number, greatest: number, locale: string): Intl.NumberFormat {
  const writtenOut = step >= LEAST_WRITTEN_OUT && greatest < LEAST_TOO_GREAT;
  return new Intl.NumberFormat(locale, {
    notation: writtenOut ? 'compact' : 'scientific',
    maximumSignificantDigits: SIGNIFICANT_DIGITS,
  });
}
