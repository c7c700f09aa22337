import { readdirSync, readFileSync } from 'node:fs';
import { type Pattern, parse, type Resource, Visitor } from '@fluent/syntax';
import { describe, expect, it } from 'vitest';
import { textIdOf } from '../../src/chat/command.ts';
import { COMMANDS, flatNameOf } from '../../src/chat/commands/index.ts';
import { LOCALES, negotiateLocale } from '../../src/chat/locale.ts';
import { loadTexts } from '../../src/chat/texts.ts';

const SOURCES = new URL('../../src/', import.meta.url);

/** Each message and attribute of a file, with the variables and selector keys in it. */
function outline(locale: string): Map<string, string[]> {
  const resource: Resource = parse(readFileSync(new URL(`chat/locales/${locale}.ftl`, SOURCES), 'utf8'), {});
  const found = new Map<string, string[]>();
  for (const entry of resource.body) {
    if (entry.type === 'Junk') throw new Error(`${locale}: cannot be parsed: ${entry.content}`);
    if (entry.type !== 'Message') continue;
    if (entry.value) found.set(entry.id.name, partsOf(entry.value));
    for (const { id, value } of entry.attributes) found.set(`${entry.id.name}.${id.name}`, partsOf(value));
  }
  return found;
}

const PLURALS = new Set(['zero', 'one', 'two', 'few', 'many', 'other']);

function partsOf(pattern: Pattern): string[] {
  const parts = new Set<string>();
  class Collector extends Visitor {
    override visitVariableReference(node: { id: { name: string } }) {
      parts.add(`$${node.id.name}`);
    }
    override visitVariant(node: { key: { name?: string; value?: string } }) {
      const variant = node.key.name ?? node.key.value ?? '';
      // Languages have plural categories of their own.
      if (!PLURALS.has(variant)) parts.add(`[${variant}]`);
      this.genericVisit(node as never);
    }
  }
  new Collector().visit(pattern);
  return [...parts].sort();
}

describe('the texts', () => {
  const english = outline('en');

  it.each(LOCALES)('in %s hold the same messages with the same variables as in English', (locale) => {
    expect(Object.fromEntries(outline(locale))).toEqual(Object.fromEntries(english));
  });

  it('hold every text that the code names, and no text that it does not', () => {
    const code = readdirSync(new URL('.', SOURCES), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !/^(sandbox|demo)/.test(file))
      .map((file) => readFileSync(new URL(file, SOURCES), 'utf8'))
      .join('\n');
    const said = [...code.matchAll(/\bsay\(\s*'([a-z-]+)'/g)].map(([, id]) => id);
    for (const id of said) expect(english.has(id ?? ''), `the text ${id}`).toBe(true);
    const isBuilt = (id: string) =>
      /^(command|option|form|message|limit|name|alert-when|chart-title|button-range)-/.test(id);
    const unused = [...english.keys()].filter((id) => !isBuilt(id) && !code.includes(`'${id}'`));
    expect(unused).toEqual([]);
  });

  it('name the commands as the code does, within what the platforms allow', () => {
    const texts = loadTexts();
    for (const command of COMMANDS) {
      const id = textIdOf(command);
      expect(texts.in('en')(id)).toBe(command.name.split(' ').at(-1));
      for (const locale of LOCALES) {
        const say = texts.in(locale);
        expect(say(id)).toMatch(/^[-_\p{L}\p{N}]{1,32}$/u);
        expect(say(id)).toBe(say(id).toLowerCase());
        expect([...say(`${id}.description`)].length).toBeLessThanOrEqual(100);
      }
      expect(flatNameOf(command) ?? 'none').toMatch(/^[a-z0-9_]{1,32}$/);
    }
  });

  it('take the backticks and asterisks of a variable for no markup', () => {
    const say = loadTexts().in('en');
    expect(say('registered', { key: 'a`b**c' })).toContain('`aˋb∗∗c`');
  });

  it('throw where a variable or a text is missing', () => {
    const say = loadTexts().in('en');
    expect(() => say('registered')).toThrow();
    expect(() => say('no-such-text')).toThrow('no text no-such-text in en');
  });
});

describe('the language', () => {
  it.each([
    ['en-US', 'en'],
    ['zh-CN', 'zh-CN'],
    ['zh-hans', 'zh-CN'],
    ['zh-TW', 'zh-CN'],
    ['ZH', 'zh-CN'],
    ['de', 'en'],
    ['', 'en'],
    [undefined, 'en'],
  ])('for %s is %s', (hint, locale) => {
    expect(negotiateLocale(hint)).toBe(locale);
  });
});
