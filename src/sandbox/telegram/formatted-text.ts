import type { MessageEntity } from 'grammy/types';
import { finishText } from './entities.ts';
import { badRequest } from './errors.ts';
import { type FormattedText, parseHtml } from './html.ts';
import { asInteger, isObject, type JsonObject, type Params, textField } from './params.ts';

/** A text that the bot sends, and its HTML source when there was one. */
export interface OutgoingText extends FormattedText {
  readonly html: string | undefined;
}

/** Characters of a message after entity parsing, counted in UTF-16 code units. */
const MAX_TEXT = 4096;
const MAX_CAPTION = 1024;

/** Reads `text`, `parse_mode` and `entities`. */
export function readText(params: Params): OutgoingText {
  const outgoing = format(params, 'text', 'entities');
  if (outgoing.text === '') throw badRequest('message text is empty');
  if (outgoing.text.length > MAX_TEXT) throw badRequest('message is too long');
  return outgoing;
}

/** Reads `caption`, `parse_mode` and `caption_entities`; no caption is ''. */
export function readCaption(params: Params): OutgoingText {
  const outgoing = format(params, 'caption', 'caption_entities');
  if (outgoing.text.length > MAX_CAPTION) throw badRequest('message caption is too long');
  return outgoing;
}

function format(params: Params, textName: string, entitiesName: string): OutgoingText {
  const text = params.text(textName) ?? '';
  const mode = params.text('parse_mode')?.toLowerCase() ?? '';
  if (text !== '' && mode === 'html') return { ...finishText(parseHtml(text)), html: text };
  if (mode === 'markdown' || mode === 'markdownv2') {
    throw badRequest(`the sandbox does not speak parse_mode ${mode}; use HTML`);
  }
  if (!['', 'none', 'html'].includes(mode)) throw badRequest('unsupported parse_mode');
  const entities = (params.list(entitiesName) ?? []).map((entity) => readEntity(entity, text.length));
  return { ...finishText({ text, entities }), html: undefined };
}

function readEntity(value: unknown, textLength: number): MessageEntity {
  if (!isObject(value)) throw badRequest("can't parse MessageEntity: expected an Object");
  const offset = asInteger(value.offset, 'offset');
  const length = asInteger(value.length, 'length');
  if (offset < 0 || length <= 0 || offset + length > textLength) {
    throw badRequest(`entity beginning at UTF-16 offset ${offset} ends after the end of the text`);
  }
  return typedEntity(value, offset, length);
}

function typedEntity(value: JsonObject, offset: number, length: number): MessageEntity {
  const type = textField(value, 'type');
  switch (type) {
    case 'bold':
    case 'italic':
    case 'underline':
    case 'strikethrough':
    case 'spoiler':
    case 'blockquote':
    case 'expandable_blockquote':
    case 'code':
      return { type, offset, length };
    case 'pre': {
      const language = textField(value, 'language');
      return { type, offset, length, ...(language === undefined ? {} : { language }) };
    }
    case 'text_link':
      return { type, offset, length, url: textField(value, 'url') ?? '' };
    default:
      throw badRequest("can't parse MessageEntity: Unsupported type specified");
  }
}
