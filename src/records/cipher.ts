import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KeyRing } from './key-ring.ts';

const ALGORITHM = 'aes-256-gcm';
const FORMAT = 'v1';
/** 96 bits, the nonce length that GCM is made for (NIST SP 800-38D, 5.2.1.1). */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Why an envelope did not open. */
export type OpenProblem =
  /** It was written under an encryption key that is not in the ring. */
  | 'unknown-key'
  /** It was changed, cut short, or belongs to somebody else. */
  | 'tampered'
  /** It is no envelope, or one of a later version. */
  | 'unknown-format';

export type Opened =
  | { readonly kind: 'opened'; readonly plaintext: string }
  | { readonly kind: 'closed'; readonly problem: OpenProblem };

/**
 * Authenticated encryption of records, AES-256-GCM.
 *
 * An envelope is `v1.<key id>.<nonce>.<ciphertext and tag>`, the last two in base64url. What comes before the
 * ciphertext, and the owner of the record, are authenticated with it: an envelope copied to another owner,
 * or relabelled, does not open.
 */
export class Cipher {
  readonly #ring: KeyRing;

  constructor(ring: KeyRing) {
    this.#ring = ring;
  }

  /** The keys that it opens with. */
  get ring(): KeyRing {
    return this.#ring;
  }

  /** Encrypts under the writing key with a fresh random nonce. `owner` must be given again to open. */
  seal(plaintext: string, owner: string): string {
    const { id, key } = this.#ring.writer;
    const nonce = randomBytes(NONCE_BYTES);
    const head = `${FORMAT}.${id}`;
    const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(associatedData(head, owner));
    const sealed = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${head}.${nonce.toString('base64url')}.${sealed.toString('base64url')}`;
  }

  open(envelope: string, owner: string): Opened {
    const parsed = parseEnvelope(envelope, owner);
    return parsed === undefined ? closed('unknown-format') : this.openParsed(parsed);
  }

  /** The same, of an envelope that was parsed before. */
  openParsed({ keyId, aad, sealed }: Envelope): Opened {
    const ringKey = this.#ring.find(keyId);
    if (ringKey === undefined) return closed('unknown-key');
    if (sealed === undefined) return closed('tampered');
    const decipher = createDecipheriv(ALGORITHM, ringKey.key, sealed.nonce, { authTagLength: TAG_BYTES })
      .setAAD(aad)
      .setAuthTag(sealed.tag);
    try {
      const plaintext = decipher.update(sealed.ciphertext);
      // Checks the tag; of a stream nothing is left to decrypt.
      decipher.final();
      return { kind: 'opened', plaintext: plaintext.toString('utf8') };
    } catch {
      return closed('tampered');
    }
  }
}

/**
 * An envelope taken apart, for its owner. Nothing of it lies in Node's pool of buffers, all of which would stay in memory
 * with what is kept.
 */
export interface Envelope {
  readonly keyId: string;
  /** What is authenticated with the ciphertext. */
  readonly aad: Uint8Array;
  /** `undefined` where it is spelled as none is. */
  readonly sealed:
    | { readonly nonce: Uint8Array; readonly ciphertext: Uint8Array; readonly tag: Uint8Array }
    | undefined;
}

/** Takes an envelope apart; `undefined` where the text is none. */
export function parseEnvelope(text: string, owner: string): Envelope | undefined {
  const parts = split(text);
  if (parts === undefined) return undefined;
  const nonce = decode(parts.nonce);
  const sealed = decode(parts.sealed);
  const isWhole = nonce?.length === NONCE_BYTES && sealed !== undefined && sealed.length >= TAG_BYTES;
  return {
    keyId: parts.keyId,
    aad: new Uint8Array(associatedData(`${FORMAT}.${parts.keyId}`, owner)),
    sealed: isWhole
      ? {
          nonce: new Uint8Array(nonce),
          ciphertext: new Uint8Array(sealed.subarray(0, -TAG_BYTES)),
          tag: new Uint8Array(sealed.subarray(-TAG_BYTES)),
        }
      : undefined,
  };
}

/** The id of the key that an envelope was sealed under; `undefined` where the text is no envelope. */
export function keyIdOf(envelope: string): string | undefined {
  return split(envelope)?.keyId;
}

function split(envelope: string): { keyId: string; nonce: string; sealed: string } | undefined {
  const [format, keyId, nonce, sealed, ...rest] = envelope.split('.');
  if (format !== FORMAT || !keyId || !nonce || !sealed || rest.length > 0) return undefined;
  return { keyId, nonce, sealed };
}

/** Reads base64url in the one spelling that is written. Node reads others too, and skips what is none. */
function decode(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}

function associatedData(head: string, owner: string): Buffer {
  return Buffer.from(`${head}.${owner}`, 'utf8');
}

function closed(problem: OpenProblem): Opened {
  return { kind: 'closed', problem };
}
