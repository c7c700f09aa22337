import { describe, expect, it } from 'vitest';
import { parseMarkup } from '../src/chat/markup.ts';
import type { Reply } from '../src/chat/reply.ts';
import { renderReply as renderForDiscord } from '../src/discord/render.ts';
import { renderText } from '../src/telegram/render.ts';

const HOSTILE = '<b>&"\'</b> *x* _y_ ~~z~~ [a](https://evil.example) @everyone \\ # > ||s||';

const reply = (text: string): Reply => ({
  outcome: 'ok',
  tone: 'neutral',
  title: text,
  paragraphs: [text],
  fields: [{ label: 'Label', value: text }],
  footer: text,
});

describe('the markup of texts', () => {
  it('knows code and bold, and leaves all else as it is', () => {
    expect(parseMarkup('a `b` **c** * d ` e')).toEqual([
      { style: 'plain', text: 'a ' },
      { style: 'code', text: 'b' },
      { style: 'plain', text: ' ' },
      { style: 'bold', text: 'c' },
      { style: 'plain', text: ' * d ` e' },
    ]);
  });
});

describe('a reply', () => {
  it('is escaped for Telegram, where commands stay clickable', () => {
    const text = renderText(reply(HOSTILE));
    expect(text.replace(/<\/?(b|i)>/g, '')).not.toMatch(/[<>"]/);
    const commands = renderText(reply('use `/balance` or `sk-…1`'));
    expect(commands).toContain('use /balance or <code>sk-…1</code>');
  });

  it('is escaped for Discord', () => {
    const [embed] = renderForDiscord(reply(HOSTILE), 'discord:1').body.embeds;
    const { description = '', fields } = embed ?? {};
    for (const text of [description, fields?.[0]?.value ?? '']) {
      expect(text).toContain('\\*x\\*');
      expect(text).toContain('\\~\\~z\\~\\~');
      expect(text).toContain('\\|\\|s\\|\\|');
    }
    expect(description).toContain('\\[a\\](');
  });

  it('is escaped for Discord behind emoji and links too, which stay as they are', () => {
    const [embed] = renderForDiscord(reply('<:a:1> *x* http://a.example/b_c_d *y*'), 'discord:1').body.embeds;
    expect(embed?.description).toBe('\\<:a:1> \\*x\\* http://a.example/b_c_d \\*y\\*');
  });

  it('fits into a message with the longest figures that there are', () => {
    const figure = `${'9'.repeat(260)} / ${'9'.repeat(260)}`;
    const long: Reply = { ...reply('x'), fields: [1, 2].map(() => ({ label: 'Points', value: figure })) };
    expect(renderText(long).length).toBeLessThan(4096);
    const [embed] = renderForDiscord(long, 'discord:1').body.embeds;
    // The limits of an embed (Discord documentation, "Embed Limits").
    for (const { value } of embed?.fields ?? []) expect(value.length).toBeLessThan(1024);
    expect(JSON.stringify(embed).length).toBeLessThan(6000);
  });
});
