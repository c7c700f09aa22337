import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Decimal, parseDecimal } from '../../src/balance/decimal.ts';
import { formatDecimal, formatMoney, formatShare, meter } from '../../src/chat/figures.ts';
import { LOCALES } from '../../src/chat/locale.ts';
import { formatAge, formatWait } from '../../src/chat/times.ts';

function decimal(text: string): Decimal {
  const parsed = parseDecimal(text);
  if (parsed === undefined) throw new Error(`${text} is no decimal`);
  return parsed;
}

describe('figures', () => {
  it.each([
    ['2005317.990000', '2,005,317.99'],
    ['0.000000', '0'],
    ['-0.0', '0'],
    ['-1234.50', '−1,234.5'],
    ['0.000001', '0.000001'],
    [
      '1234567890123456789012345678901234567890.123456',
      '1,234,567,890,123,456,789,012,345,678,901,234,567,890.123456',
    ],
    ['1.000000000000000000000000000000000001', '1.000000000000000000000000000000000001'],
    ['007', '7'],
  ])('show %s as exactly %s in both languages', (text, shown) => {
    expect(formatDecimal(decimal(text), 'en')).toBe(shown);
    expect(formatDecimal(decimal(text), 'zh-CN')).toBe(shown);
  });

  it.each(LOCALES)('group the digits as %s does', (locale) => {
    const intl = new Intl.NumberFormat(locale);
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 40n }), (unscaled) => {
        expect(formatDecimal({ unscaled, scale: 0 }, locale)).toBe(intl.format(unscaled));
      }),
    );
  });

  it.each([
    [undefined, '−3.5'],
    ['USD', '−3.5 USD'],
    ['元', '−3.5 元'],
    ['¥', '−¥3.5'],
  ])('name the currency %s where it belongs', (currency, shown) => {
    expect(formatMoney(decimal('-3.500000'), currency, 'en')).toBe(shown);
  });

  it.each([
    [0n, '0%', 0],
    [1n, '0.1%', 1],
    [955n, '95.5%', 9],
    [999n, '99.9%', 9],
    [1000n, '100%', 10],
    [1234n, '123.4%', 10],
    [-500n, '−50%', 0],
  ])('draw a share of %s thousandths as %s with %s full cells', (permille, share, cells) => {
    expect(formatShare(permille, 'en')).toBe(share);
    expect(meter(permille)).toBe('▰'.repeat(cells) + '▱'.repeat(10 - cells));
  });

  it('tell spans of time in the largest unit', () => {
    expect(formatAge(4_999, 'en')).toBe('4 seconds ago');
    expect(formatAge(3 * 3_600_000, 'en')).toBe('3 hours ago');
    expect(formatAge(120_000, 'zh-CN')).toBe('2分钟前');
    expect(formatWait(60, 'en')).toBe('1 minute');
    expect(formatWait(90, 'en')).toBe('2 minutes');
    expect(formatWait(30, 'zh-CN')).toBe('30秒');
  });
});
