import fc from 'fast-check';
import { expect } from 'vitest';
import { parseDecimal, permilleLeft, toPlainString } from '../../src/balance/decimal.ts';
import { formatMoney, formatShare, meter } from '../../src/chat/figures.ts';
import { LOCALES } from '../../src/chat/locale.ts';
import { hostileText } from './hostile-text.ts';
import { fuzz } from './property.ts';

const digits = fc.stringMatching(/^\d{1,49}$/);
const decimalText = fc
  .tuple(fc.constantFrom('', '-', '+'), digits, fc.option(digits, { nil: undefined }))
  .map(([sign, whole, fraction]) => sign + whole + (fraction === undefined ? '' : `.${fraction}`));

function read(text: string) {
  const decimal = parseDecimal(text);
  if (decimal === undefined) throw new Error(`${text} is not read`);
  return decimal;
}

/** Ten to the hundredth times the value. */
function scaled(text: string): bigint {
  const [, sign, whole = '', fraction = ''] = /^([+-]?)(\d+)\.?(\d*)$/.exec(text) ?? [];
  return BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction.padEnd(100, '0')}`);
}

fuzz('any figure', (property) => {
  property('keeps its exact value when it is written out', 0.05, decimalText, (text) => {
    const written = toPlainString(read(text));
    expect(scaled(written)).toBe(scaled(text));
    expect(written).toMatch(/^(0|-?[1-9]\d*|-?(0|[1-9]\d*)\.\d*[1-9])$/);
    expect(toPlainString(read(written))).toBe(written);
  });

  property(
    'is a decimal string or none',
    0.03,
    fc.oneof(hostileText(), fc.string(), fc.double().map(String)),
    (text) => {
      expect(parseDecimal(text) !== undefined).toBe(
        /^[+-]?[0-9]+([.][0-9]+)?$/.test(text) && text.length <= 200,
      );
    },
  );

  property(
    'has a share within half a tenth of a percent, all and nothing told apart',
    0.03,
    fc.tuple(decimalText, decimalText),
    ([left, all]) => {
      const share = permilleLeft(read(left), read(all));
      const [part, whole] = [scaled(left), scaled(all)];
      if (whole <= 0n) return expect(share).toBeUndefined();
      if (share === undefined) throw new Error('no share');
      expect(share === 0n).toBe(part === 0n);
      expect(share === 1000n).toBe(part === whole);
      const off = part * 1000n - share * whole;
      expect((off < 0n ? -off : off) <= whole).toBe(true);
      expect([...meter(share)]).toHaveLength(10);
    },
  );

  property(
    'is shown with all its digits in every language',
    0.03,
    fc.tuple(decimalText, fc.constantFrom(...LOCALES), fc.bigInt()),
    ([text, locale, permille]) => {
      const shown = formatMoney(read(text), '¥', locale)
        .replaceAll(',', '')
        .replace('¥', '')
        .replace('−', '-');
      expect(shown).toBe(toPlainString(read(text)));
      expect(formatShare(permille, locale)).toMatch(/^−?[\d,]+(\.\d)?%$/);
    },
  );
});
