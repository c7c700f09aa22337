import fc from 'fast-check';
import { expect } from 'vitest';
import { parseThreshold, RULE_KINDS } from '../../src/alerts/rule.ts';
import { compare, parseDecimal } from '../../src/balance/decimal.ts';
import { parseCommandLine } from '../../src/chat/command-line.ts';
import { COMMANDS } from '../../src/chat/commands/index.ts';
import { isSameName, MAX_KEY_NAME_LENGTH, parseKeyName } from '../../src/keys/key-name.ts';
import { hostileText } from './hostile-text.ts';
import { fuzz } from './property.ts';

const ZERO = { unscaled: 0n, scale: 0 };

const word = fc.oneof(
  hostileText(60),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(
    'off',
    'below:50',
    'BELOW：50',
    'name=work',
    'days:',
    ':3',
    '__proto__:1',
    'constructor',
    'to:a',
  ),
);
const line = fc.array(word, { maxLength: 6 }).map((words) => words.join(' '));

const number = fc.oneof(
  hostileText(40),
  fc.string({ unit: fc.constantFrom(...'0123456789.,，%％-+e _'), maxLength: 24 }),
  fc.double().map(String),
  fc.bigInt().map(String),
);

fuzz('any command line', (property) => {
  property(
    'gives values of the options that there are, and nothing that was not in it',
    0.05,
    fc.tuple(fc.constantFrom(...COMMANDS), line),
    ([command, text]) => {
      const given = parseCommandLine(command, text);
      const options = new Map((command.options ?? []).map((option) => [option.name, option]));
      for (const [name, value] of Object.entries(given)) {
        expect(options.has(name)).toBe(true);
        expect(value).not.toBe('');
        for (const part of value.split(' ').filter((each) => each !== 'true')) expect(text).toContain(part);
      }
    },
  );

  property(
    'gives a threshold above zero, which reads back',
    0.05,
    fc.tuple(fc.constantFrom(...RULE_KINDS), number),
    ([kind, text]) => {
      const threshold = parseThreshold(kind, text);
      if (threshold === undefined) return;
      expect(compare(parseDecimal(threshold) ?? ZERO, ZERO)).toBeGreaterThan(0);
      expect(parseThreshold(kind, threshold)).toBe(threshold);
      if (kind === 'percent') expect(Number(threshold)).toBeLessThanOrEqual(100);
      if (kind === 'days') expect(Number(threshold)).toBeLessThanOrEqual(365);
    },
  );

  property(
    'gives a name in one line that is short enough, and stays what it is',
    0.05,
    fc.oneof(word, hostileText(40), fc.string({ unit: 'grapheme', maxLength: 40 })),
    (text) => {
      const form = parseKeyName(text);
      if (form.kind === 'no-name') return;
      const { name } = form;
      expect([...name].length).toBeLessThanOrEqual(MAX_KEY_NAME_LENGTH);
      expect(name).toMatch(/^\S(.*\S)?$/u);
      expect(name.replaceAll('\u200d', '')).not.toMatch(/\p{C}/u);
      expect(parseKeyName(name)).toEqual({ kind: 'name', name });
      expect(isSameName(name, text.trim())).toBe(true);
    },
  );
});
