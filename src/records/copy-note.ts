import type { Storage, StoredRecord } from '../storage/storage.ts';
import { PROBE } from './census.ts';
import { COPY_NOTE, INDEX_KEY } from './record-names.ts';
import type { Records } from './records.ts';

/** Whether a store may be made a copy of another. */
export type Claim =
  /** It was empty, or is a copy of that store which no bot has begun to work on. The note says so in it. */
  | { readonly kind: 'claimed'; readonly note: StoredRecord }
  /** It has the index key of that store and no note: what a bot has stored there since would be lost. */
  | { readonly kind: 'in-use' }
  | { readonly kind: 'other-records' };

/**
 * Takes a store for a copy of another, and notes in it of which; the index key says which store it is.
 *
 * A bot that begins to work on a store takes the note away (`Records.takeUp`).
 */
export async function claimForCopy(target: Storage, source: Records): Promise<Claim> {
  const { cipher, names } = source;
  const origin = names.derive('copy note').toString('base64url');
  const [found, indexKey] = await target.getMany([COPY_NOTE, INDEX_KEY]);
  if (found !== undefined) {
    const opened = cipher.open(found, COPY_NOTE);
    const isOfSource = opened.kind === 'opened' && opened.plaintext === origin;
    return isOfSource ? claimed(found) : { kind: 'other-records' };
  }
  if (indexKey !== undefined)
    return { kind: (await isIndexKeyOf(source, indexKey)) ? 'in-use' : 'other-records' };
  if (!(await isEmpty(target))) return { kind: 'other-records' };
  const value = cipher.seal(origin, COPY_NOTE);
  const nothing = [COPY_NOTE, INDEX_KEY].map((name) => ({ name, value: undefined }));
  const isClaimed = await target.commit([{ name: COPY_NOTE, value }], nothing);
  return isClaimed ? claimed(value) : { kind: 'other-records' };
}

function claimed(value: string): Claim {
  return { kind: 'claimed', note: { name: COPY_NOTE, value } };
}

async function isIndexKeyOf({ storage, cipher }: Records, envelope: string): Promise<boolean> {
  const [theirs, ours] = [envelope, (await storage.get(INDEX_KEY)) ?? ''].map((each) =>
    cipher.open(each, INDEX_KEY),
  );
  return theirs?.kind === 'opened' && ours?.kind === 'opened' && theirs.plaintext === ours.plaintext;
}

async function isEmpty(storage: Storage): Promise<boolean> {
  for await (const page of storage.pages()) if (page.some(({ name }) => name !== PROBE)) return false;
  return true;
}
