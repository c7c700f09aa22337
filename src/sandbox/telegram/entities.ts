import type { MessageEntity } from 'grammy/types';
import type { FormattedText } from './html.ts';

/** What Telegram marks up by itself, after TDLib's `find_*` functions; a later kind yields to an earlier one. */
const FINDERS: readonly (readonly [MessageEntity.CommonMessageEntity['type'], RegExp])[] = [
  ['url', /(?<![\w@.])https?:\/\/[^\s<>"«»]*[^\s<>"«».,:;!?)'\]]/giu],
  // Without a protocol only under a common top-level domain, so that package.json is no link.
  [
    'url',
    /(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|me|info|ru|de)(?:\/[^\s<>"«»]*[^\s<>"«».,:;!?)'\]])?(?![\w@-])/giu,
  ],
  ['email', /(?<![\w.+-])[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?!\w)/giu],
  ['bot_command', /(?<![\p{L}\p{N}_/<>])\/[a-z0-9_]{1,64}(?:@[a-z0-9_]{3,32})?(?![\p{L}\p{N}_/<>])/giu],
  ['mention', /(?<![\p{L}\p{N}_])@[a-z0-9_]{2,32}(?![\p{L}\p{N}_])/giu],
  ['hashtag', /(?<![\p{L}\p{N}_])#[\p{L}\p{N}_]*\p{L}[\p{L}\p{N}_]*/gu],
];

/** Types inside which nothing is found, since their text already means something. */
const OPAQUE = new Set<MessageEntity['type']>(['code', 'pre', 'text_link', 'text_mention', 'custom_emoji']);

/** The message as it is kept: trimmed, with the entities that Telegram finds by itself added in order. */
export function finishText(formatted: FormattedText): FormattedText {
  const trimmed = trim(formatted);
  const taken = trimmed.entities.filter((entity) => OPAQUE.has(entity.type));
  for (const [type, pattern] of FINDERS) {
    for (const { index, 0: match } of trimmed.text.matchAll(pattern)) {
      const entity: MessageEntity = { type, offset: index, length: match.length };
      if (!taken.some((other) => overlap(other, entity))) taken.push(entity);
    }
  }
  const styles = trimmed.entities.filter((entity) => !OPAQUE.has(entity.type));
  const entities = [...styles, ...taken].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return { text: trimmed.text, entities };
}

function trim({ text, entities }: FormattedText): FormattedText {
  const from = text.length - text.trimStart().length;
  const to = text.trimEnd().length;
  const kept = entities.flatMap((entity) => {
    const start = Math.max(entity.offset, from);
    const end = Math.min(entity.offset + entity.length, to);
    return start < end ? [{ ...entity, offset: start - from, length: end - start }] : [];
  });
  return { text: text.trim(), entities: kept };
}

function overlap(a: MessageEntity, b: MessageEntity): boolean {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length;
}
