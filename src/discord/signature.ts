import { createPublicKey, type KeyObject, verify } from 'node:crypto';

/** What a signature on an interaction consists of (Discord documentation, "Validating Security Request Headers"). */
export interface Signed {
  /** Of `timestamp` and `body`, in hex. */
  readonly signature: string;
  /** Seconds since 1970. */
  readonly timestamp: string;
  readonly body: Buffer;
}

/** How far the clocks of Discord and of this machine may be apart, a late delivery included, in milliseconds. */
const MAX_AGE_MS = 5 * 60_000;

/**
 * Tells Discord's requests from those of others.
 *
 * By Node's own Ed25519 and not by `verifyKey` of discord-interactions: that imports the key anew for each request
 * through WebCrypto, where Ed25519 was an experiment until Node 24, and takes nearly three times as long.
 */
export class SignatureCheck {
  readonly #key: KeyObject;
  readonly #now: () => number;

  /** @param publicKey 32 bytes in hex. @param now milliseconds since 1970 */
  constructor(publicKey: string, now: () => number) {
    const x = Buffer.from(publicKey, 'hex').toString('base64url');
    this.#key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    this.#now = now;
  }

  /** Whether the request is Discord's, and not an old one that somebody sends again. */
  passes({ signature, timestamp, body }: Signed): boolean {
    if (!/^[0-9a-f]{128}$/i.test(signature) || !/^\d{1,12}$/.test(timestamp)) return false;
    if (Math.abs(this.#now() - Number(timestamp) * 1000) > MAX_AGE_MS) return false;
    const message = Buffer.concat([Buffer.from(timestamp), body]);
    return verify(null, message, this.#key, Buffer.from(signature, 'hex'));
  }
}
