import { createHash, hkdfSync } from 'node:crypto';
import type { Secret } from '../secret.ts';

export const ENCRYPTION_KEY_BYTES = 32;

/** One AES-256 key and the name by which records remember it. */
export interface RingKey {
  /** Derived from the key by a one-way function, so it may be stored in the clear. */
  readonly id: string;
  readonly bytes: Buffer;
}

/** The keys that records are encrypted under: one writes, all read. */
export interface KeyRing {
  readonly writer: RingKey;
  find(id: string): RingKey | undefined;
}

/** Reads 32 bytes written as 64 hex digits or as base64 (either alphabet); `undefined` for anything else. */
export function decodeEncryptionKey(text: string): Buffer | undefined {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  if (!/^[\w+/-]{43}=?$/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === ENCRYPTION_KEY_BYTES ? bytes : undefined;
}

/** A ring of the one key that {@link decodeEncryptionKey} reads. Throws a `RangeError` where it reads none. */
export function keyRingOf(encryptionKey: Secret): KeyRing {
  const bytes = decodeEncryptionKey(encryptionKey.reveal());
  if (bytes === undefined) throw new RangeError('not an encryption key of 32 bytes in base64 or hex');
  const writer: RingKey = { id: idOf(bytes), bytes };
  return { writer, find: (id) => (id === writer.id ? writer : undefined) };
}

/** A key for another purpose, which tells nothing of the one it comes from (HKDF, RFC 5869). */
export function deriveKey({ bytes }: RingKey, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', bytes, '', `talk-bot-balance ${purpose}`, ENCRYPTION_KEY_BYTES));
}

function idOf(bytes: Buffer): string {
  return createHash('sha256').update('talk-bot-balance key id').update(bytes).digest('hex').slice(0, 8);
}
