import type { MessageEntity } from 'grammy/types';
import { htmlError, type StartTag } from './html-scanner.ts';
import { checkedLink } from './links.ts';

const PLAIN_TYPES: Readonly<Record<string, MessageEntity.CommonMessageEntity['type']>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  span: 'spoiler',
  'tg-spoiler': 'spoiler',
  code: 'code',
};

/** The entity of a closed tag around `content`; none for a tag around nothing or a link that leads nowhere. */
export function tagEntity(tag: StartTag, content: string, offset: number): MessageEntity | undefined {
  const length = content.length;
  if (length === 0) return undefined;
  if (tag.name === 'a') {
    const url = checkedLink(tag.attributes.get('href') || content).url;
    return url === undefined ? undefined : { type: 'text_link', offset, length, url };
  }
  if (tag.name === 'pre') return { type: 'pre', offset, length };
  if (tag.name === 'blockquote') {
    const type = tag.attributes.has('expandable') ? 'expandable_blockquote' : 'blockquote';
    return { type, offset, length };
  }
  if (tag.name === 'tg-emoji') {
    const id = tag.attributes.get('emoji-id') ?? '';
    if (!/^[1-9]\d*$/.test(id)) throw htmlError('Invalid custom emoji identifier specified');
    return { type: 'custom_emoji', offset, length, custom_emoji_id: id };
  }
  const type = PLAIN_TYPES[tag.name];
  return type === undefined ? undefined : { type, offset, length };
}

/** The language of `<code class="language-…">`. */
export function codeLanguage(tag: StartTag): string | undefined {
  const name = tag.attributes.get('class');
  return tag.name === 'code' && name?.startsWith('language-') ? name.slice(9) : undefined;
}
