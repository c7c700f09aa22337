import { createHash, createSecretKey, type KeyObject } from 'node:crypto';

export const ENCRYPTION_KEY_BYTES = 32;

/** One AES-256 key, and the names by which records and people know it. */
export interface RingKey {
  /** What records remember it by: derived from the key by a one-way function, so it may be stored in the clear. */
  readonly id: string;
  /** What the operator calls it. Free to change: nothing is stored under it. */
  readonly label: string;
  /** Prints as an empty object. */
  readonly key: KeyObject;
}

/** The keys that records are encrypted under: the first writes, all read. */
export class KeyRing {
  readonly writer: RingKey;
  readonly keys: readonly RingKey[];

  constructor(writer: RingKey, ...others: readonly RingKey[]) {
    this.writer = writer;
    this.keys = [writer, ...others];
  }

  find(id: string): RingKey | undefined {
    return this.keys.find((key) => key.id === id);
  }
}

/** The text is no key ring; the message says where, and holds nothing of a key. */
export class KeyRingFormatError extends Error {
  override name = 'KeyRingFormatError';
}

/** Reads 32 bytes written as 64 hex digits or as base64 (either alphabet); `undefined` for anything else. */
export function decodeEncryptionKey(text: string): Buffer | undefined {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  if (!/^[\w+/-]{43}=?$/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === ENCRYPTION_KEY_BYTES ? bytes : undefined;
}

/**
 * Reads one key, or `label:key,label:key,…` with commas or line breaks between. Throws a
 * {@link KeyRingFormatError} where an entry is no label and key, or where a label or a key comes twice.
 */
export function parseKeyRing(text: string): KeyRing {
  const entries = text.split(/[\s,]+/).filter((entry) => entry !== '');
  const [only] = entries;
  if (only === undefined) throw new KeyRingFormatError('holds no key');
  if (entries.length === 1 && !only.includes(':')) return new KeyRing(ringKey('the only key', only, ''));
  return namedKeys(entries);
}

function namedKeys(entries: readonly string[]): KeyRing {
  const keys = entries.map((entry, index) => {
    const [, label, key = ''] = /^([\w.-]{1,32}):(.*)$/.exec(entry) ?? [];
    const where = ` in entry ${index + 1} of ${entries.length}`;
    if (label === undefined) throw new KeyRingFormatError(`has no name and colon before the key${where}`);
    return ringKey(label, key, where);
  });
  const [writer, ...others] = keys;
  if (writer === undefined) throw new KeyRingFormatError('holds no key');
  if (new Set(keys.map(({ id }) => id)).size < keys.length)
    throw new KeyRingFormatError('holds the same key twice');
  if (new Set(keys.map(({ label }) => label)).size < keys.length)
    throw new KeyRingFormatError('has two keys of the same name');
  return new KeyRing(writer, ...others);
}

function ringKey(label: string, text: string, where: string): RingKey {
  const bytes = decodeEncryptionKey(text);
  if (bytes === undefined) throw new KeyRingFormatError(`is not 32 bytes in base64 or hex${where}`);
  return { id: idOf(bytes), label, key: createSecretKey(bytes) };
}

function idOf(bytes: Buffer): string {
  return createHash('sha256').update('talk-bot-balance key id').update(bytes).digest('hex').slice(0, 8);
}
