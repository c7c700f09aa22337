import { keyIdOf, type OpenProblem } from './cipher.ts';
import { COPY_NOTE, INDEX_KEY } from './record-names.ts';
import type { Records } from './records.ts';

/** A record that does not open. */
export interface ClosedRecord {
  readonly name: string;
  readonly problem: OpenProblem;
}

/** What is in a store. */
export interface Census {
  readonly total: number;
  /** How many records there are of each kind. */
  readonly kinds: ReadonlyMap<string, number>;
  /** How many records were sealed under each key, by the key's id. */
  readonly keys: ReadonlyMap<string, number>;
  readonly closed: readonly ClosedRecord[];
}

/** The one record that is not sealed: it holds nothing. */
export const PROBE = 'probe';

/** What is of the store itself. */
const UNCOUNTED: ReadonlySet<string> = new Set([PROBE, COPY_NOTE]);

/** Counts all records, and opens each. */
export async function takeCensus({ storage, cipher }: Pick<Records, 'storage' | 'cipher'>): Promise<Census> {
  const kinds = new Map<string, number>();
  const keys = new Map<string, number>();
  const closed: ClosedRecord[] = [];
  for await (const page of storage.pages()) {
    for (const { name, value } of page.filter((record) => !UNCOUNTED.has(record.name))) {
      const [kind = name] = name.split(':');
      count(kinds, kind === INDEX_KEY ? 'index key' : kind);
      const keyId = keyIdOf(value);
      if (keyId !== undefined) count(keys, keyId);
      const opened = cipher.open(value, name);
      if (opened.kind === 'closed') closed.push({ name, problem: opened.problem });
    }
  }
  const total = [...kinds.values()].reduce((sum, each) => sum + each, 0);
  return { total, kinds, keys, closed };
}

function count(counts: Map<string, number>, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}
