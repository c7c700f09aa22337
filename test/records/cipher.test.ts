import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Cipher } from '../../src/records/cipher.ts';
import { parseKeyRing } from '../../src/records/key-ring.ts';

const newKey = () => randomBytes(32).toString('base64');
const newRing = () => parseKeyRing(newKey());

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
      expect(cipher.open(changed, 'discord:1').kind).toBe('closed');
    }
  });

  it('does not open an envelope that is spelled in another way', () => {
    const envelope = cipher.seal('a secret', 'discord:1');
    for (const changed of [`${envelope}=`, `${envelope} `, envelope.replace(/\.(?=[^.]*$)/, '.\n')]) {
      expect(cipher.open(changed, 'discord:1')).toEqual({ kind: 'closed', problem: 'tampered' });
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

  it('writes under the first key of a ring and opens under all', () => {
    const [old, young] = [newKey(), newKey()];
    const before = new Cipher(parseKeyRing(old));
    const after = new Cipher(parseKeyRing(`young:${young},old:${old}`));
    expect(after.open(before.seal('a secret', 'discord:1'), 'discord:1').kind).toBe('opened');
    expect(before.open(after.seal('a secret', 'discord:1'), 'discord:1')).toEqual({
      kind: 'closed',
      problem: 'unknown-key',
    });
    expect(new Cipher(parseKeyRing(young)).open(after.seal('a', 'b'), 'b').kind).toBe('opened');
  });
});
