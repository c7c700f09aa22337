import { describe, expect, it } from 'vitest';
import { keyAmongWords, keyInMessage } from '../../src/chat/key-message.ts';
import { findKeyAmong, maskKey, parseKey } from '../../src/keys/key-form.ts';
import { Secret } from '../../src/secret.ts';

describe('the form of a key', () => {
  it.each([
    ['sk-12345', 'sk-12345'],
    ['  Bearer   sk-12345\n', 'sk-12345'],
    ['bearer abcdefgh', 'abcdefgh'],
    ['x'.repeat(512), 'x'.repeat(512)],
  ])('is found in "%s"', (text, key) => {
    const parsed = parseKey(text);
    expect(parsed.kind === 'key' && parsed.key.reveal()).toBe(key);
  });

  it.each([
    ['1234567', 'too-short'],
    ['', 'too-short'],
    ['x'.repeat(513), 'too-long'],
    ['two words here', 'several-words'],
    ['密钥密钥密钥密钥密钥', 'not-ascii'],
    ['sk-12345\u200b678', 'not-ascii'],
  ])('is not found in "%s": %s', (text, problem) => {
    expect(parseKey(text)).toEqual({ kind: 'no-key', problem });
  });

  it('tells keys from words where others write', () => {
    for (const word of [
      'hello',
      'thank_you_very_much',
      'https://example.com/a1b2c3d4e5f6g7h8',
      '@some_user_name_12345',
      '',
    ]) {
      expect(findKeyAmong(word)).toBeUndefined();
    }
    for (const text of ['it is sk-abcdef123.', '"a1b2c3d4e5f6a7b8c9d0"', '密钥：sk-abcdef，谢谢']) {
      expect(findKeyAmong(text)).toBeInstanceOf(Secret);
    }
  });

  it('is looked for in a text of any length without delay', () => {
    const startedAt = performance.now();
    expect(findKeyAmong(`${'!'.repeat(200_000)}a`)).toBeUndefined();
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it('takes no command and no address for a key', () => {
    expect(keyInMessage(new Secret('/balances'))).toBeUndefined();
    expect(keyInMessage(new Secret('https://example.com'))).toBeUndefined();
    expect(keyInMessage(new Secret('plainword'))?.reveal()).toBe('plainword');
    expect(keyAmongWords(new Secret('plainword'))).toBeUndefined();
    expect(keyAmongWords(new Secret('plainword'), 'key show')?.reveal()).toBe('plainword');
  });

  it.each([
    ['sk-1234567890abcdef', 'sk-…cdef'],
    ['1234567890abcdef', '…cdef'],
    ['sk-12345', 'sk-…45'],
    ['12345678', '…78'],
    ['sk-1234567890@abc', 'sk-…·abc'],
    ['1234567890`<t.me', '…t·me'],
  ])('shows %s only as %s', (key, mask) => {
    expect(maskKey(new Secret(key))).toBe(mask);
  });
});
