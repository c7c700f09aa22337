import { badRequest, type Refusal } from './errors.ts';

/** Attribute values by name; an attribute without value has ''. */
export type Attributes = ReadonlyMap<string, string>;

export interface StartTag {
  readonly name: string;
  readonly attributes: Attributes;
}

const TAGS = new Set(
  'a b strong i em s strike del u ins tg-spoiler tg-emoji span pre code blockquote'.split(' '),
);
const NAMED_CHARACTERS: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

export function htmlError(reason: string): Refusal {
  return badRequest(`can't parse entities: ${reason}`);
}

/** Reads Telegram's HTML piece by piece: characters, start tags, end tags. */
export class HtmlScanner {
  readonly #html: string;
  #position = 0;

  constructor(html: string) {
    this.#html = html;
  }

  get atEnd(): boolean {
    return this.#position >= this.#html.length;
  }

  get atTag(): boolean {
    return this.#html[this.#position] === '<';
  }

  get atEndTag(): boolean {
    return this.#html.startsWith('</', this.#position);
  }

  /** Bytes of UTF-8 before the current position. */
  get byteOffset(): number {
    return Buffer.byteLength(this.#html.slice(0, this.#position));
  }

  /** The next character of the text; an unknown `&name` stands for itself. */
  character(): string {
    return this.#characterReference() ?? this.#take(/./suy) ?? '';
  }

  startTag(): StartTag {
    const begin = this.byteOffset;
    const name = (this.#take(/<[^\s>]*/y) ?? '').slice(1).toLowerCase();
    if (this.atEnd) throw htmlError(`Unclosed start tag at byte offset ${begin}`);
    if (!TAGS.has(name)) throw htmlError(`Unsupported start tag "${name}" at byte offset ${begin}`);
    const attributes = new Map<string, string>();
    for (this.#skipSpace(); this.#take(/>/y) === undefined; this.#skipSpace()) {
      const [attribute, value] = this.#attribute(name, begin);
      attributes.set(attribute, value);
    }
    if (name === 'span' && attributes.get('class') !== 'tg-spoiler') {
      throw htmlError(`Tag "span" must have class "tg-spoiler" at byte offset ${begin}`);
    }
    return { name, attributes };
  }

  /** The name in the end tag, which may be ''. */
  endTag(): string {
    const begin = this.byteOffset;
    const name = (this.#take(/<\/[^\s>]*/y) ?? '').slice(2).toLowerCase();
    this.#skipSpace();
    if (this.#take(/>/y) === undefined) throw htmlError(`Unclosed end tag at byte offset ${begin}`);
    return name;
  }

  #attribute(tag: string, begin: number): [name: string, value: string] {
    const name = this.#take(/[^\s=>]+/y);
    if (this.atEnd) throw htmlError(`Unclosed start tag "${tag}" at byte offset ${begin}`);
    if (name === undefined)
      throw htmlError(`Empty attribute name in the tag "${tag}" at byte offset ${begin}`);
    this.#skipSpace();
    if (this.#take(/=/y) === undefined) {
      if (tag === 'blockquote' && name === 'expandable') return [name, ''];
      throw htmlError(
        `Expected equal sign in declaration of an attribute of the tag "${tag}" at byte offset ${begin}`,
      );
    }
    this.#skipSpace();
    if (this.atEnd) throw htmlError(`Unclosed start tag "${tag}" at byte offset ${begin}`);
    const value = this.#attributeValue();
    if (this.atEnd) throw htmlError(`Unclosed start tag at byte offset ${begin}`);
    return [name, value];
  }

  #attributeValue(): string {
    const begin = this.byteOffset;
    const quote = this.#take(/["']/y);
    if (quote === undefined) {
      const token = this.#take(/[A-Za-z0-9.-]*(?=[\s>])/y);
      if (token === undefined) throw htmlError(`Unexpected end of name token at byte offset ${begin}`);
      return token.toLowerCase();
    }
    let value = '';
    while (!this.atEnd && this.#html[this.#position] !== quote) value += this.character();
    this.#position += 1;
    return value;
  }

  #characterReference(): string | undefined {
    const start = this.#position;
    const reference = this.#take(/&(?:#x[0-9a-f]+|#[0-9]+|[a-z]+);?/iy);
    if (reference === undefined) return undefined;
    const name = reference.replace(/^&|;$/g, '');
    const decoded = name.startsWith('#') ? decodeNumber(name) : NAMED_CHARACTERS[name];
    if (decoded === undefined) this.#position = start;
    return decoded;
  }

  #skipSpace(): void {
    this.#take(/\s*/y);
  }

  /** Takes what the sticky `pattern` matches here. */
  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#position;
    const taken = pattern.exec(this.#html)?.[0];
    this.#position += taken?.length ?? 0;
    return taken;
  }
}

function decodeNumber(name: string): string | undefined {
  const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code < 0x10ffff ? String.fromCodePoint(code) : undefined;
}
