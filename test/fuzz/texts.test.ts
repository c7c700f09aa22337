import { readFileSync } from 'node:fs';
import { parse, Visitor } from '@fluent/syntax';
import fc from 'fast-check';
import { expect } from 'vitest';
import { LOCALES, negotiateLocale } from '../../src/chat/locale.ts';
import { parseMarkup } from '../../src/chat/markup.ts';
import type { Reply } from '../../src/chat/reply.ts';
import { loadTexts } from '../../src/chat/texts.ts';
import { renderReply as renderForDiscord } from '../../src/discord/render.ts';
import { parseHtml } from '../../src/sandbox/telegram/html.ts';
import { renderPlain, renderText, visibleLength } from '../../src/telegram/render.ts';
import { hostileText } from './hostile-text.ts';
import { fuzz } from './property.ts';

/** The variables of every text that has any, by the text's id. */
function variablesOfTexts(): Map<string, ReadonlySet<string>> {
  const source = readFileSync(new URL('../../src/chat/locales/en.ftl', import.meta.url), 'utf8');
  const found = new Map<string, ReadonlySet<string>>();
  for (const entry of parse(source, {}).body) {
    if (entry.type !== 'Message' || !entry.value) continue;
    const names = new Set<string>();
    class Collector extends Visitor {
      override visitVariableReference({ id }: { id: { name: string } }) {
        names.add(id.name);
      }
    }
    new Collector().visit(entry.value);
    if (names.size > 0) found.set(entry.id.name, names);
  }
  return found;
}

const withoutLinks = (text: string) => text.replace(/https?:\/\/[^\s<>]+?(?=\\?[<>]|\s|$)/g, ' ');

const stylesOf = (text: string) => parseMarkup(text).map(({ style }) => style);

fuzz('the texts', (property) => {
  const texts = loadTexts();
  const variables = [...variablesOfTexts()];
  const filled = fc.tuple(
    fc.constantFrom(...variables),
    fc.infiniteStream(hostileText()),
    fc.constantFrom(...LOCALES),
  );

  property('keep their markup whatever is filled in', 0.04, filled, ([[id, names], values, locale]) => {
    const say = texts.in(locale);
    const fill = (next: () => string) => Object.fromEntries([...names].map((name) => [name, next()]));
    const text = say(
      id,
      fill(() => values.next().value),
    );
    expect(stylesOf(text)).toEqual(
      stylesOf(
        say(
          id,
          fill(() => 'x'),
        ),
      ),
    );
  });

  property('are there in a language for every hint', 0.02, hostileText(), (hint) => {
    expect(LOCALES).toContain(negotiateLocale(hint));
  });
});

fuzz('a reply of any texts', (property) => {
  const paragraph = fc.oneof(
    hostileText(300),
    hostileText(300).map((text) => `**${text}** and \`${text}\``),
  );
  const reply = fc.record({
    outcome: fc.constant('ok'),
    tone: fc.constantFrom('good' as const, 'problem' as const),
    // Twice as long where every character is escaped; Discord takes 256.
    title: hostileText(120),
    paragraphs: fc.array(paragraph, { minLength: 1, maxLength: 3 }),
    fields: fc.array(fc.record({ label: hostileText(120), value: hostileText(200) }), { maxLength: 2 }),
    footer: hostileText(200),
  });
  const plain = (text: string) =>
    parseMarkup(text)
      .map((span) => span.text)
      .join('');

  property('shows on Telegram as exactly that text', 0.04, reply, (any: Reply) => {
    const html = renderText(any);
    const parts = [
      any.title ?? '',
      ...any.paragraphs.map(plain),
      ...(any.fields ?? []).map(({ label, value }) => `${label}\n${value}`),
      any.footer ?? '',
    ];
    const shown = parseHtml(html);
    expect(shown.text).toBe(parts.join('\n\n'));
    expect(visibleLength(html)).toBe(shown.text.length);
    for (const { type } of shown.entities) expect(['bold', 'italic', 'code']).toContain(type);
    expect(renderPlain(any)).toBe([any.title, ...any.paragraphs.map(plain)].join('\n'));
  });

  property(
    'shows on Discord with no markup but its own',
    0.04,
    fc.tuple(hostileText(300), reply),
    ([any, rest]) => {
      const text = any.replaceAll('`', '').replaceAll('**', '');
      const [embed] = renderForDiscord({ ...rest, paragraphs: [text, `\`${text}\``] }, 'discord:1').body
        .embeds;
      const { description = '', fields = [] } = embed ?? {};
      // In code nothing is escaped: it ends at the next backtick.
      const code = `\n\n\`${text}\``;
      expect(description.endsWith(code)).toBe(true);
      for (const shown of [description.slice(0, -code.length), ...fields.map(({ value }) => value)])
        expect(withoutLinks(shown).replace(/\\[\\*_~`|[\]<]/g, ' ')).not.toMatch(/[*_~`|[\]<\\]/);
    },
  );
});
