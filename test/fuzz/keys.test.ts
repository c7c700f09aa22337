import { format, inspect } from 'node:util';
import fc from 'fast-check';
import { expect } from 'vitest';
import { buttonId, parseButtonId } from '../../src/chat/button-id.ts';
import { keyAmongWords, keyInMessage } from '../../src/chat/key-message.ts';
import type { Identity } from '../../src/identity.ts';
import { findKeyAmong, maskKey, parseKey } from '../../src/keys/key-form.ts';
import { Secret } from '../../src/secret.ts';
import { hostileKey, hostileText } from './hostile-text.ts';
import { fuzz } from './property.ts';

const text = fc.oneof(hostileText(), hostileKey, fc.string({ unit: 'binary' }));

/** Visible ASCII, 8 to 512 of it. */
const isKey = (candidate: string) =>
  candidate.length >= 8 &&
  candidate.length <= 512 &&
  [...candidate].every((character) => character > ' ' && character <= '~');

fuzz('any text', (property) => {
  property('gives a key only in the form of one, and one that was in it', 0.05, text, (words) => {
    const secret = new Secret(words);
    const whole = parseKey(words);
    const found = [
      whole.kind === 'key' ? whole.key : undefined,
      findKeyAmong(words),
      keyInMessage(secret),
      keyAmongWords(secret),
      keyAmongWords(secret, 'key show'),
    ];
    for (const key of found.filter((each) => each !== undefined)) {
      expect(isKey(key.reveal())).toBe(true);
      expect(words).toContain(key.reveal());
    }
  });

  property('that is a key shows four characters at most, none of them markup', 0.05, hostileKey, (key) => {
    const [, shown = ''] = /^(?:sk-)?…(.*)$/s.exec(maskKey(new Secret(key))) ?? [];
    expect(shown.length).toBeLessThanOrEqual(4);
    expect(shown).toMatch(/^[\w·-]+$/);
  });

  property('that is a secret is printed by nothing', 0.03, hostileText(), (value) => {
    const secret = new Secret(value);
    const wrapped = { secret, list: [secret], map: new Map([['secret', secret]]) };
    const printed = [
      `${secret}`,
      String(secret),
      `${[secret]}`,
      JSON.stringify(wrapped),
      JSON.stringify(structuredClone({ secret: { ...secret } })),
      inspect(wrapped, { depth: 9, showHidden: true }),
      inspect(wrapped, { customInspect: false, showHidden: true, getters: true }),
      format('%s %o %O %j %d', secret, secret, secret, secret, secret),
    ];
    for (const each of printed) expect(each).not.toContain(value);
    expect(secret.reveal()).toBe(value);
  });
});

fuzz('any button id', (property) => {
  const user = fc.bigInt({ min: 1n, max: 2n ** 64n }).map((id): Identity => `discord:${id}`);
  const part = fc
    .oneof(fc.constantFrom('', '1', 'balance', '__proto__'), hostileText(64))
    .map((each) => each.replaceAll('|', ''));
  const id = fc.oneof(
    hostileText(100),
    fc.array(part, { maxLength: 7 }).map((parts) => parts.join('|')),
  );

  property('is an action of its owner, or of nobody', 0.04, fc.tuple(user, id), ([who, any]) => {
    const parsed = parseButtonId(who, any);
    if (parsed.kind === 'action') expect(buttonId(who, parsed.action)).toBe(any);
    else expect(['foreign', 'outdated']).toContain(parsed.kind);
  });

  property(
    'reads back, but as somebody else’s for others',
    0.04,
    fc.tuple(user, user, part, part, part),
    ([who, other, command, press, argument]) => {
      fc.pre(command !== '' && press !== '' && who !== other);
      const made = buttonId(who, { command, press, argument });
      expect(parseButtonId(who, made)).toEqual({
        kind: 'action',
        action: argument === '' ? { command, press } : { command, press, argument },
      });
      expect(parseButtonId(other, made)).toEqual({ kind: 'foreign' });
    },
  );
});
