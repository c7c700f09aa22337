import type { MessageEntity } from 'grammy/types';
import { HtmlScanner, htmlError, type StartTag } from './html-scanner.ts';
import { codeLanguage, tagEntity } from './html-tags.ts';

/** Text without markup, and what the markup said; offsets and lengths in UTF-16 code units. */
export interface FormattedText {
  readonly text: string;
  readonly entities: readonly MessageEntity[];
}

interface OpenTag extends StartTag {
  readonly offset: number;
}

/** An entity, with the language its `<code>` tag named. */
interface Found {
  readonly entity: MessageEntity;
  readonly language: string | undefined;
}

/**
 * Parses `parse_mode: 'HTML'`, with the tags, the leniences and the complaints of TDLib's `parse_html`
 * (tdlib/td, td/telegram/MessageEntity.cpp).
 *
 * @throws Refusal "can't parse entities: …", byte offsets counted in UTF-8
 */
export function parseHtml(html: string): FormattedText {
  const scanner = new HtmlScanner(html);
  const open: OpenTag[] = [];
  const found: Found[] = [];
  let text = '';
  while (!scanner.atEnd) {
    if (scanner.atEndTag) {
      const tag = closeTag(scanner, open);
      const entity = tagEntity(tag, text.slice(tag.offset), tag.offset);
      if (entity !== undefined) addFound(found, { entity, language: codeLanguage(tag) });
    } else if (scanner.atTag) {
      open.push({ ...scanner.startTag(), offset: text.length });
    } else {
      text += scanner.character();
    }
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined) {
    throw htmlError(`Can't find end tag corresponding to start tag "${unclosed.name}"`);
  }
  return { text, entities: found.map(({ entity }) => entity) };
}

function closeTag(scanner: HtmlScanner, open: OpenTag[]): OpenTag {
  const begin = scanner.byteOffset;
  const expected = open.pop();
  if (expected === undefined) throw htmlError(`Unexpected end tag at byte offset ${begin}`);
  const name = scanner.endTag();
  if (name !== '' && name !== expected.name) {
    throw htmlError(
      `Unmatched end tag at byte offset ${begin}, expected "</${expected.name}>", found "</${name}>"`,
    );
  }
  return expected;
}

/** `pre` and `code` around the very same text are one `pre`, in the language that the `code` named. */
function addFound(found: Found[], outer: Found): void {
  const inner = found.at(-1);
  const joined = inner === undefined ? undefined : preWithLanguage(inner, outer);
  if (joined === undefined) {
    found.push(outer);
  } else {
    found.splice(-1, 1, { entity: joined, language: undefined });
  }
}

function preWithLanguage(inner: Found, outer: Found): MessageEntity | undefined {
  const language = inner.language ?? outer.language;
  const { offset, length } = outer.entity;
  const types = [inner.entity.type, outer.entity.type].sort().join();
  const sameText = inner.entity.offset === offset && inner.entity.length === length;
  return sameText && types === 'code,pre' && language !== undefined
    ? { type: 'pre', offset, length, language }
    : undefined;
}
