import { randomBytes } from 'node:crypto';
import { format, inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { keyAmongWords, keyInMessage } from '../../src/chat/key-message.ts';
import { Cipher } from '../../src/keys/cipher.ts';
import { findKeyAmong, maskKey, parseKey } from '../../src/keys/key-form.ts';
import { decodeEncryptionKey, keyRingOf } from '../../src/keys/key-ring.ts';
import { Secret } from '../../src/secret.ts';

const newRing = () => keyRingOf(new Secret(randomBytes(32).toString('base64')));

describe('the cipher', () => {
  const ring = newRing();
  const cipher = new Cipher(ring);

  it('opens what it sealed, for its owner only', () => {
    const envelope = cipher.seal('a secret, 秘密', 'discord:1');
    expect(cipher.open(envelope, 'discord:1')).toEqual({ kind: 'opened', plaintext: 'a secret, 秘密' });
    expect(cipher.open(envelope, 'discord:2')).toEqual({ kind: 'closed', problem: 'tampered' });
    expect(cipher.open(envelope, 'telegram:1')).toEqual({ kind: 'closed', problem: 'tampered' });
  });

  it('names the format and the key in the envelope, and never uses a nonce twice', () => {
    const envelopes = Array.from({ length: 100 }, () => cipher.seal('same', 'discord:1'));
    expect(new Set(envelopes.map((envelope) => envelope.split('.')[2])).size).toBe(100);
    for (const envelope of envelopes) expect(envelope).toMatch(new RegExp(`^v1\\.${ring.writer.id}\\.`));
  });

  it('does not open an envelope of which any character was changed', () => {
    const envelope = cipher.seal('a secret', 'discord:1');
    for (const index of envelope.split('').keys()) {
      const other = envelope[index] === 'A' ? 'B' : 'A';
      const changed = envelope.slice(0, index) + other + envelope.slice(index + 1);
      const opened = cipher.open(changed, 'discord:1');
      // The last character of base64url carries bits that stand for nothing.
      if (opened.kind === 'opened')
        expect([index, opened.plaintext]).toEqual([envelope.length - 1, 'a secret']);
    }
  });

  it.each(['', 'v1', 'v1.a.b', 'v2.a.b.c', 'plain text', 'v1.....', '{"v":1}'])(
    'takes "%s" for no envelope',
    (text) => {
      expect(cipher.open(text, 'discord:1')).toEqual({ kind: 'closed', problem: 'unknown-format' });
    },
  );

  it('says when an envelope was sealed under another key', () => {
    const envelope = new Cipher(newRing()).seal('a secret', 'discord:1');
    expect(cipher.open(envelope, 'discord:1')).toEqual({ kind: 'closed', problem: 'unknown-key' });
  });
});

describe('an encryption key', () => {
  const bytes = randomBytes(32);

  it.each(['hex', 'base64', 'base64url'] as const)('is read from %s', (encoding) => {
    expect(decodeEncryptionKey(bytes.toString(encoding))).toEqual(bytes);
  });

  it.each([
    '',
    'short',
    bytes.toString('hex').slice(2),
    randomBytes(33).toString('base64'),
    `${'!'.repeat(43)}=`,
  ])('is not read from %s', (text) => {
    expect(decodeEncryptionKey(text)).toBeUndefined();
  });
});

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
  ])('shows %s only as %s', (key, mask) => {
    expect(maskKey(new Secret(key))).toBe(mask);
  });
});

describe('a secret', () => {
  it('is printed by nothing but reveal', () => {
    const secret = new Secret('hunter2');
    const printed = [
      `${secret}`,
      String(secret),
      JSON.stringify({ secret }),
      inspect({ deep: { secret } }, { depth: 9, showHidden: true }),
      format('%s %o %j', secret, secret, secret),
      `${[secret]}`,
    ];
    for (const text of printed) expect(text).not.toContain('hunter2');
    expect(secret.reveal()).toBe('hunter2');
  });
});
