import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  compare,
  type Decimal,
  parseDecimal,
  permilleLeft,
  subtract,
  toPlainString,
} from '../../src/balance/decimal.ts';

function decimal(text: string): Decimal {
  const parsed = parseDecimal(text);
  if (parsed === undefined) throw new Error(`${text} is no decimal`);
  return parsed;
}

describe('a decimal', () => {
  it.each(['', ' 1', '1e5', 'NaN', '.5', '5.', '1,000', '0x10', '1.2.3', '--1', '9'.repeat(101)])(
    'is not read from "%s"',
    (text) => {
      expect(parseDecimal(text)).toBeUndefined();
    },
  );

  it('keeps every digit of any figure', () => {
    const figure = fc.tuple(
      fc.boolean(),
      fc.stringMatching(/^[1-9]\d{0,39}$/),
      fc.stringMatching(/^\d{0,38}[1-9]$/),
    );
    fc.assert(
      fc.property(figure, ([negative, whole, fraction]) => {
        const text = `${negative ? '-' : ''}${whole}.${fraction}`;
        expect(toPlainString(decimal(text))).toBe(text);
        expect(toPlainString(decimal(`${text}000`))).toBe(text);
      }),
    );
  });

  it.each([
    ['2005317.990000', '2100000.000000', 955n],
    ['0.000000', '210.000000', 0n],
    ['0.000001', '210.000000', 1n],
    ['209.999999', '210.000000', 999n],
    ['210', '210.000000', 1000n],
    ['210.000001', '210.000000', 1001n],
    ['-3.5', '7', -500n],
    ['-0.000001', '7', -1n],
    [`${'9'.repeat(40)}.5`, `1${'0'.repeat(40)}`, 999n],
    ['5', '0.000000', undefined],
    ['5', '-1', undefined],
  ])('of %s out of %s leaves %s thousandths', (remaining, total, permille) => {
    expect(permilleLeft(decimal(remaining), decimal(total))).toBe(permille);
  });

  it.each([
    ['0.1', '0.2', '0.3', '-0.1', -1],
    ['2005317.990000', '0.000001', '2005317.990001', '2005317.989999', 1],
    ['12.50', '12.5', '25', '0', 0],
    ['-3', '5', '2', '-8', -1],
    ['9'.repeat(40), '0.1', `${'9'.repeat(40)}.1`, `${'9'.repeat(39)}8.9`, 1],
  ])('%s and %s make %s, differ by %s and compare as %s', (a, b, sum, difference, order) => {
    expect(toPlainString(add(decimal(a), decimal(b)))).toBe(sum);
    expect(toPlainString(subtract(decimal(a), decimal(b)))).toBe(difference);
    expect(compare(decimal(a), decimal(b))).toBe(order);
  });

  it('comes back when what was added is taken away, and is more the more is added', () => {
    const any = fc.record({ unscaled: fc.bigInt(), scale: fc.nat(60) });
    fc.assert(
      fc.property(any, any, (a, b) => {
        expect(compare(subtract(add(a, b), b), a)).toBe(0);
        expect(compare(add(a, b), a)).toBe(compare(b, decimal('0')));
        expect(compare(a, b)).toBe(compare(subtract(a, b), decimal('0')));
      }),
    );
  });
});
