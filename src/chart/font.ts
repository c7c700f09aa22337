import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readGlyphs } from './glyphs.ts';

const CHINESE = { family: 'Chart Sans SC', file: shipped('chart-sans-sc.otf') };
const LATIN = { family: 'Chart Sans', file: shipped('chart-sans.ttf') };

/** The fonts that are shipped. */
export const FONT_FILES: readonly string[] = [CHINESE.file, LATIN.file];

const REPLACEMENT = '?';
const INVISIBLE = /\p{Cf}|(?!\s)\p{Cc}/gu;
/** Emoji, marks without a letter, and what is no character at all. */
const NEGLIGIBLE =
  /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\p{M}\p{Cn}\p{Co}\p{Cs}]/gu;

/** Characters by code point, each with its width in ems. */
type Glyphs = ReadonlyMap<number, number>;

/** The fonts of every language. */
export interface Fonts {
  /** @param locale BCP 47 */
  in(locale: string): Font;
}

/** Reads the files beside this module. */
export function loadFonts(): Fonts {
  const chinese = readGlyphs(readFileSync(CHINESE.file));
  const latin = readGlyphs(readFileSync(LATIN.file));
  // In the Chinese font, quotation marks and ellipses are as wide as a hanzi.
  const fonts = {
    zh: new Font(CHINESE.family, chinese, latin),
    other: new Font(LATIN.family, latin, chinese),
  };
  return { in: (locale) => (new Intl.Locale(locale).language === 'zh' ? fonts.zh : fonts.other) };
}

/** What laying text out needs to know of a font. */
export class Font {
  readonly family: string;
  readonly #glyphs: Glyphs;
  readonly #fallback: Glyphs;

  /** @param fallback the other font's, from which the renderer takes what this one lacks */
  constructor(family: string, glyphs: Glyphs, fallback: Glyphs) {
    this.family = family;
    this.#glyphs = glyphs;
    this.#fallback = fallback;
  }

  has(character: string): boolean {
    return this.#advance(character.codePointAt(0) ?? 0) !== undefined;
  }

  /** The width of a text in the unit of `size`, without kerning. */
  width(text: string, size: number): number {
    const codes = Array.from(text, (sign) => sign.codePointAt(0) ?? 0);
    // The renderer takes a single font for all of a text if it can, and mixes them otherwise.
    const only = [this.#glyphs, this.#fallback].find((glyphs) => codes.every((code) => glyphs.has(code)));
    return codes.reduce((sum, code) => sum + (only?.get(code) ?? this.#advance(code) ?? 1) * size, 0);
  }

  /**
   * A text in characters that the fonts have: white space becomes a space, emoji and invisible signs go, and
   * what else is unknown becomes a question mark.
   */
  legible(text: string): string {
    const known = text
      .normalize('NFC')
      .replace(INVISIBLE, '')
      .replace(NEGLIGIBLE, (sign) => (this.has(sign) ? sign : ''))
      .replace(/\s+/gu, ' ')
      .trim();
    return Array.from(known, (sign) => (this.has(sign) ? sign : REPLACEMENT)).join('');
  }

  /** A legible text, cut with an ellipsis where it is wider than `width`. */
  fit(text: string, size: number, width: number): string {
    const signs = [...this.legible(text)];
    if (this.width(signs.join(''), size) <= width) return signs.join('');
    while (signs.length > 0 && this.width(`${signs.join('')}…`, size) > width) signs.pop();
    return `${signs.join('').trimEnd()}…`;
  }

  #advance(code: number): number | undefined {
    return this.#glyphs.get(code) ?? this.#fallback.get(code);
  }
}

function shipped(file: string): string {
  return fileURLToPath(new URL(`./fonts/${file}`, import.meta.url));
}
