import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { Subject } from '../identity.ts';
import { Kept } from '../kept.ts';
import type { Storage } from '../storage/storage.ts';
import type { Cipher, OpenProblem } from './cipher.ts';
import { KINDS, type Kind } from './kinds.ts';
import { parseLegacyName } from './legacy-names.ts';

const INDEX_KEY_BYTES = 32;

/** Of some thousand people, who are asked for a few each; one is made in the time of several parsings. */
const MAX_NAMES_KEPT = 20_000;

/** The record that holds the index key, sealed. */
export const INDEX_KEY = 'index-key';

/** What stores of the first format recognise their key by. */
export const LEGACY_KEY_CHECK = 'encryption-check';

/** The record by which a store is a copy of another that no bot has begun to work on. */
export const COPY_NOTE = 'copy-note';

const UNFINISHED_COPY =
  'The store is a copy of another one that was broken off. Run the admin command copy again, to its end; or set STORE_URL to the store that it is a copy of.';

const LOST_INDEX_KEY =
  'The store has lost its index key, without which nobody can tell whose its records are. Nothing was changed. Move the file of STORE_URL aside, then bring the last backup back with the admin command restore FILE (README, Looking after the store).';

/** The keys at hand do not open this store, in words for the operator. */
export class WrongKeyError extends Error {
  override name = 'WrongKeyError';
}

/**
 * Names of records that betray nobody: an HMAC-SHA-256 of the kind, the subject and the slot under an index key. Without that
 * key nobody can tell whether a user has a record.
 *
 * The index key is random, made once, and kept in the store sealed under the key ring, so it outlives every
 * encryption key.
 */
export class RecordNames {
  #indexKey: Buffer;
  /** The HMACs in them, by what they are of. */
  readonly #hmacs = new Kept(MAX_NAMES_KEPT, (place) =>
    createHmac('sha256', this.#indexKey).update(place).digest('base64url'),
  );

  constructor(indexKey: Buffer) {
    this.#indexKey = indexKey;
  }

  of(kind: Kind, subject: Subject, slot?: number): string {
    const place = slot === undefined ? `${kind}:${subject}` : `${kind}:${subject}#${slot}`;
    return `${kind}:${this.#hmacs.get(place)}`;
  }

  /**
   * Goes on with the names of `others`.
   *
   * @returns whether they differ from those before
   */
  adopt(others: RecordNames): boolean {
    const differ = !this.#indexKey.equals(others.#indexKey);
    this.#indexKey = others.#indexKey;
    if (differ) this.#hmacs.clear();
    return differ;
  }

  /** A key for another purpose that stays the same over all rotations (HKDF, RFC 5869). */
  derive(purpose: string): Buffer {
    return Buffer.from(
      hkdfSync('sha256', this.#indexKey, '', `talk-bot-balance ${purpose}`, INDEX_KEY_BYTES),
    );
  }
}

/**
 * Reads the index key, or makes it in a new store.
 *
 * Rejects with a {@link WrongKeyError} when no key of the ring opens it, or when it is lost: going on would hide
 * every record.
 */
export async function openRecordNames(storage: Storage, cipher: Cipher): Promise<RecordNames> {
  const envelope = (await storage.get(INDEX_KEY)) ?? (await makeIndexKey(storage, cipher));
  const opened = cipher.open(envelope, INDEX_KEY);
  if (opened.kind === 'closed') throw wrongKey(opened.problem);
  return new RecordNames(Buffer.from(opened.plaintext, 'base64'));
}

async function makeIndexKey(storage: Storage, cipher: Cipher): Promise<string> {
  if ((await storage.get(COPY_NOTE)) !== undefined) throw new WrongKeyError(UNFINISHED_COPY);
  await checkLegacyKey(storage, cipher);
  for (const kind of KINDS) {
    for await (const page of storage.pages(`${kind}:`)) {
      if (page.some(({ name }) => parseLegacyName(name) === undefined))
        throw new WrongKeyError(LOST_INDEX_KEY);
    }
  }
  const fresh = randomBytes(INDEX_KEY_BYTES).toString('base64');
  return storage.add(INDEX_KEY, cipher.seal(fresh, INDEX_KEY));
}

/** A store of the first format has no index key yet, and must not get one under a wrong key. */
async function checkLegacyKey(storage: Storage, cipher: Cipher): Promise<void> {
  const envelope = await storage.get(LEGACY_KEY_CHECK);
  if (envelope === undefined) return;
  const opened = cipher.open(envelope, LEGACY_KEY_CHECK);
  if (opened.kind === 'closed') throw wrongKey(opened.problem);
}

function wrongKey(problem: OpenProblem): WrongKeyError {
  const why =
    problem === 'unknown-key' ? 'was written under another encryption key' : 'has a damaged index key';
  return new WrongKeyError(
    `The store ${why}: none of ENCRYPTION_KEYS or ENCRYPTION_KEY opens it, so nothing in it can be read. Set the key that the bot last ran with again, beside the new one: ENCRYPTION_KEYS=new:…,old:…. If it is lost, so is what is stored: move the file of STORE_URL aside, and people register anew.`,
  );
}
