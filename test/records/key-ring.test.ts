import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { decodeEncryptionKey, parseKeyRing } from '../../src/records/key-ring.ts';

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

describe('a key ring', () => {
  const [a, b] = [randomBytes(32).toString('base64'), randomBytes(32).toString('hex')];

  it('is read from one key, or from named keys with commas or lines between', () => {
    expect(parseKeyRing(a).keys).toHaveLength(1);
    expect(parseKeyRing(` new:${a} ,\n old:${b}\n`).keys.map(({ label }) => label)).toEqual(['new', 'old']);
    expect(parseKeyRing(`new:${a},old:${b}`).writer.id).toBe(parseKeyRing(a).writer.id);
  });

  it.each([
    ['', 'holds no key'],
    [`${a},${b}`, 'has no name and colon before the key in entry 1 of 2'],
    [`a:${a},b:short`, 'is not 32 bytes in base64 or hex in entry 2 of 2'],
    [`a:${a},b:${a}`, 'holds the same key twice'],
    [`a:${a},a:${b}`, 'has two keys of the same name'],
  ])('is not read from other texts', (text, problem) => {
    expect(() => parseKeyRing(text)).toThrow(problem);
  });

  it('does not print its keys', () => {
    const ring = parseKeyRing(`new:${a},old:${b}`);
    const printed = JSON.stringify(ring) + inspect(ring, { depth: 9, showHidden: true });
    const bytes = Buffer.from(b, 'hex');
    for (const form of [a, b, bytes.toString('base64'), inspect(bytes).slice(8, 30)])
      expect(printed).not.toContain(form);
    expect(printed).toContain('old');
  });
});
