import type { StoredRecord } from '../storage/storage.ts';
import { keyIdOf } from './cipher.ts';
import { LEGACY_PREFIXES, parseLegacyName } from './legacy-names.ts';
import type { Records } from './records.ts';

type Sealing = Pick<Records, 'storage' | 'cipher' | 'names'>;

export interface RewrapResult {
  /** Records that were sealed anew. */
  readonly rewrapped: number;
  /** Records that no key of the ring opens; they stay as they are. */
  readonly unreadable: number;
}

/**
 * Seals every record under the writing key that is not, while others go on reading and writing them.
 *
 * A record that somebody changes in between keeps that change, and whoever has taken up the same ring writes new
 * ones under the writing key. So it may be broken off and begun again at any time.
 *
 * @param onPage hears how many records each page had
 */
export async function rotate(
  sealing: Sealing,
  onPage: (count: number) => void = () => undefined,
  signal?: AbortSignal,
): Promise<RewrapResult> {
  const writer = sealing.cipher.ring.writer.id;
  let total: RewrapResult = { rewrapped: 0, unreadable: 0 };
  for await (const page of sealing.storage.pages()) {
    if (signal?.aborted) break;
    const stale = page.filter(({ value }) => (keyIdOf(value) ?? writer) !== writer);
    total = sum(total, await rewrap(sealing, stale));
    onPage(page.length);
  }
  return total;
}

/** Gives records whose names tell of their users names that do not. */
export async function renameLegacy(sealing: Sealing): Promise<RewrapResult> {
  let total: RewrapResult = { rewrapped: 0, unreadable: 0 };
  for (const prefix of LEGACY_PREFIXES) {
    for await (const page of sealing.storage.pages(prefix)) total = sum(total, await rewrap(sealing, page));
  }
  return total;
}

/** Seals those records anew that are still as they were read. */
export async function rewrap(
  { storage, cipher, names }: Sealing,
  page: readonly StoredRecord[],
): Promise<RewrapResult> {
  const replacements = page.flatMap((before) => {
    const opened = cipher.open(before.value, before.name);
    if (opened.kind === 'closed') return [];
    const legacy = parseLegacyName(before.name);
    const name = legacy ? names.of(legacy.kind, legacy.user) : before.name;
    return [{ before, after: { name, value: cipher.seal(opened.plaintext, name) } }];
  });
  const unreadable = page.length - replacements.length;
  if (replacements.length === 0) return { rewrapped: 0, unreadable };
  const rewrapped = await storage.replaceUnchanged(replacements);
  // One that is still there gives way to the newer record that has its new name.
  const renamed = replacements.filter(({ before, after }) => before.name !== after.name);
  if (renamed.length > 0) await storage.deleteUnchanged(renamed.map(({ before }) => before));
  return { rewrapped, unreadable };
}

function sum(a: RewrapResult, b: RewrapResult): RewrapResult {
  return { rewrapped: a.rewrapped + b.rewrapped, unreadable: a.unreadable + b.unreadable };
}
