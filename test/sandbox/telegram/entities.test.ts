import { describe, expect, it } from 'vitest';
import { finishText } from '../../../src/sandbox/telegram/entities.ts';
import { parseHtml } from '../../../src/sandbox/telegram/html.ts';

describe('parse_mode HTML', () => {
  it.each([
    ['😀<i>x</i>', '😀x', [{ type: 'italic', offset: 2, length: 1 }]],
    ['&lt;&#65;&#x42&amp;&nbsp;&', '<AB&&nbsp;&', []],
    ["<A href='https://example.com/?a=1&amp;b=\"'>x</a>", 'x', [link('https://example.com/?a=1&b=%22')]],
    ['<a>example.com</a>', 'example.com', [{ ...link('http://example.com/'), length: 11 }]],
    ['<a href="nowhere">x</a>', 'x', []],
    ['<pre><code class="language-js">1</code></pre>', '1', [{ ...at('pre'), language: 'js' }]],
    ['<pre>1</pre>', '1', [at('pre')]],
    ['<code>1</code>', '1', [at('code')]],
    ['<blockquote expandable>1</blockquote>', '1', [at('expandable_blockquote')]],
    ['<span class="tg-spoiler">1</span>', '1', [at('spoiler')]],
    ['<tg-emoji emoji-id="12">1</tg-emoji>', '1', [{ ...at('custom_emoji'), custom_emoji_id: '12' }]],
    ['<b><u>1</></b >', '1', [at('underline'), at('bold')]],
  ])('%s', (html, text, entities) => {
    expect(parseHtml(html)).toEqual({ text, entities });
  });
});

describe('what Telegram marks up by itself', () => {
  it.each([
    ['/start@my_bot now', [['bot_command', '/start@my_bot']]],
    ['a/b /c/ <//d', []],
    ['see https://t.me/x?start=a_b. ', [['url', 'https://t.me/x?start=a_b']]],
    [
      'me@example.com or @me',
      [
        ['email', 'me@example.com'],
        ['mention', '@me'],
      ],
    ],
    ['#42 #topic', [['hashtag', '#topic']]],
  ])('%s', (text, expected) => {
    const finished = finishText({ text, entities: [] });
    const found = finished.entities.map(({ type, offset, length }) => [
      type,
      finished.text.slice(offset, offset + length),
    ]);
    expect(found).toEqual(expected);
  });

  it('leaves code alone, and moves entities when the text is trimmed', () => {
    const code = { type: 'code', offset: 1, length: 4 } as const;
    expect(finishText({ text: ' /key ', entities: [code] })).toEqual({
      text: '/key',
      entities: [{ ...code, offset: 0 }],
    });
  });
});

function at(type: string) {
  return { type, offset: 0, length: 1 };
}

function link(url: string) {
  return { ...at('text_link'), url };
}
