import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { AlertBook } from '../../src/alerts/alert-book.ts';
import { Vault } from '../../src/keys/vault.ts';
import { takeCensus } from '../../src/records/census.ts';
import { parseKeyRing } from '../../src/records/key-ring.ts';
import { Records } from '../../src/records/records.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import { freshStore, KINDS_HERE } from '../stores/fresh-store.ts';
import { COUNTS, USER } from './hammered.ts';
import './outcome.ts';

/** By both processes together. */
const ROUNDS = Number(process.env.HAMMER_ROUNDS ?? 40);

const HAMMER = fileURLToPath(new URL('hammer.ts', import.meta.url));

describe.each(KINDS_HERE)('two processes on one store on $kind', ({ kind, missing }) => {
  it.skipIf(missing !== undefined)(
    `lose nothing while both change everything of one user, ${ROUNDS} rounds`,
    async ({ task }) => {
      await using store = await freshStore(kind);
      const keys = ['young', 'old'].map((name) => `${name}:${randomBytes(32).toString('base64')}`);
      const [young = '', old = ''] = keys;
      const seals = [keys.join(), `${old},${young}`];
      const storage = await openStorage(store.url, () => undefined);
      const records = await Records.open(storage, parseKeyRing(keys.join()));
      await Promise.all(
        seals.map((ring, index) => hammer(store.url, ring, String(index), ROUNDS / seals.length)),
      );

      expect((await takeCensus(records)).closed).toEqual([]);
      expect(await records.of(COUNTS).get(USER)).toEqual({ kind: 'found', value: { count: ROUNDS } });
      const account = await new Vault(records, Date.now).find(USER);
      const held = account.kind === 'found' ? account.value.keys : [];
      expect(held.length).toBeGreaterThan(0);
      for (const property of ['slot', 'name', 'id'] as const)
        expect(new Set(held.map((key) => key[property])).size).toBe(held.length);
      expect((await new AlertBook(records).of(USER)).rules).toHaveLength(1);
      await storage.close();
      task.meta.outcome = 'every change is there, and every record opens';
    },
    300_000,
  );
});

/** Each writes under another key of the ring, so that every change of the other is to be sealed anew. */
async function hammer(...args: readonly (string | number)[]): Promise<void> {
  const child = spawn(process.execPath, [
    '--import',
    import.meta.resolve('tsx'),
    HAMMER,
    ...args.map(String),
  ]);
  const [errors, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
}
