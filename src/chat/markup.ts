/** A stretch of text in one style. */
export interface Span {
  readonly style: 'plain' | 'bold' | 'code';
  readonly text: string;
}

/** A text of the bot as it reads where nothing can be drawn in bold. */
export function withoutMarkup(text: string): string {
  return parseMarkup(text)
    .map(({ text: content }) => content)
    .join('');
}

/**
 * Splits a text of the bot into spans: `code` between backticks, bold between double asterisks.
 *
 * Texts carry no platform's markup; each adapter draws the spans and escapes what is in them.
 */
export function parseMarkup(text: string): readonly Span[] {
  // As most texts are, and to split one takes as long as to render it.
  if (!/[`*]/.test(text)) return text === '' ? [] : [{ style: 'plain', text }];
  return text
    .split(/(`[^`]+`|\*\*(?:[^*]|\*(?!\*))+\*\*)/)
    .filter((part) => part !== '')
    .map((part): Span => {
      if (/^`.+`$/s.test(part)) return { style: 'code', text: part.slice(1, -1) };
      if (/^\*\*.+\*\*$/s.test(part)) return { style: 'bold', text: part.slice(2, -2) };
      return { style: 'plain', text: part };
    });
}
