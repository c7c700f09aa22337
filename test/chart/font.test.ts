import { readdirSync, readFileSync } from 'node:fs';
import { Resvg } from '@resvg/resvg-js';
import { describe, expect, it } from 'vitest';
import { FONT_FILES, loadFonts } from '../../src/chart/font.ts';

const fonts = loadFonts();
const LOCALES_FOLDER = new URL('../../src/chat/locales/', import.meta.url);
const LOCALES = readdirSync(LOCALES_FOLDER).map((file) => file.replace('.ftl', ''));
const NOT_LETTERING = /[\p{Extended_Pictographic}\p{Variation_Selector}\n]/gu;

function missing(text: string, locale: string): string[] {
  const font = fonts.in(locale);
  return [...new Set(text.replaceAll(NOT_LETTERING, ''))].filter((sign) => !font.has(sign));
}

describe.each(LOCALES)('the fonts in %s', (locale) => {
  it('have every character that the bot says, emoji aside', () => {
    expect(missing(readFileSync(new URL(`${locale}.ftl`, LOCALES_FOLDER), 'utf8'), locale)).toEqual([]);
  });

  it('have every character of dates, times and numbers', () => {
    const dates = Array.from({ length: 366 }, (_, day) => Date.UTC(2024, 0, 1 + day, day % 24, day % 60));
    const formats = (['full', 'medium', 'short'] as const).map(
      (style) => new Intl.DateTimeFormat(locale, { dateStyle: style, timeStyle: 'short', timeZone: 'UTC' }),
    );
    const hours = new Intl.DateTimeFormat(locale, { hour: 'numeric', timeZone: 'UTC' });
    const numbers = ['compact', 'scientific', 'standard'] as const;
    const texts = [
      ...dates.flatMap((date) => [...formats, hours].map((format) => format.format(date))),
      ...numbers.flatMap((notation) =>
        Array.from({ length: 40 }, (_, power) =>
          new Intl.NumberFormat(locale, { notation }).format(-1.5 * 10 ** (power - 10)),
        ),
      ),
    ];
    expect(missing(fonts.in(locale).legible(texts.join('')), locale)).toEqual([]);
    expect(fonts.in(locale).legible(texts.join(''))).not.toContain('?');
  });

  it('have ASCII, Latin-1, currencies and what frequent hanzi are', () => {
    const latin = String.fromCodePoint(...Array.from({ length: 95 }, (_, index) => 0x20 + index));
    const latin1 = String.fromCodePoint(...Array.from({ length: 96 }, (_, index) => 0xa0 + index));
    const currencies = '¥$€£₽₩₹₴₫₺₿';
    const firstLevel = new TextDecoder('gb2312').decode(
      Uint8Array.from(
        Array.from({ length: 39 * 94 }, (_, index) => [
          0xb0 + Math.floor(index / 94),
          0xa1 + (index % 94),
        ]).flat(),
      ),
    );
    expect(missing(latin + latin1 + currencies + firstLevel, locale)).toEqual([]);
  });

  it.each(['国家'.repeat(8), '0123456789'.repeat(3), 'Balance of ₽₹ “Łódź”, Ключ…'])(
    'measure %s as it is drawn',
    (text) => {
      const font = fonts.in(locale);
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="60"><text y="40" font-size="26" font-family="${font.family}">${text}</text></svg>`;
      const drawn = new Resvg(svg, { font: { loadSystemFonts: false, fontFiles: [...FONT_FILES] } });
      const width = drawn.innerBBox()?.width ?? 0;
      expect(Math.abs(font.width(text, 26) - width)).toBeLessThan(8);
    },
  );
});

describe('a legible text', () => {
  it.each([
    ['💰 my key 👨‍👩‍👧 🇨🇳', 'my key'],
    ['a\n\tb\u00a0\u202fc', 'a b c'],
    ['a\u0000\u200b\u202eb\ud800', 'ab'],
    ['ไทย 龘', '??? ?'],
    ['e\u0301 Ключ <&> ₽', 'é Ключ <&> ₽'],
  ])('of %j is %j', (text, legible) => {
    expect(fonts.in('en').legible(text)).toBe(legible);
  });

  it('is cut with an ellipsis where it is too wide', () => {
    const font = fonts.in('en');
    const cut = font.fit('W'.repeat(40), 26, 200);
    expect(cut).toMatch(/^W+…$/);
    expect(font.width(cut, 26)).toBeLessThanOrEqual(200);
    expect(font.width(cut.replace('…', 'W…'), 26)).toBeGreaterThan(200);
    expect(font.fit('short', 26, 200)).toBe('short');
  });
});
