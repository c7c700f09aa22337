import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect } from 'vitest';
import { z } from 'zod';
import type { Identity } from '../../src/identity.ts';
import { Cipher, keyIdOf } from '../../src/records/cipher.ts';
import { parseKeyRing } from '../../src/records/key-ring.ts';
import { Records } from '../../src/records/records.ts';
import type { Found } from '../../src/records/sealed-records.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { StoreFolder } from '../records/store-folder.ts';
import { hostileText } from './hostile-text.ts';
import { fuzz } from './property.ts';

const ring = parseKeyRing(randomBytes(32).toString('base64'));
const cipher = new Cipher(ring);

/** Characters dropped, doubled, replaced or put in, or parts exchanged. */
const mutation = fc.tuple(
  fc.constantFrom('drop', 'double', 'replace', 'insert', 'exchange'),
  fc.nat(),
  fc.constantFrom('A', '.', '=', '!', ' ', '\n', '-', '_', '+', '/', 'é', '\u0000'),
);

function mutate(envelope: string, [kind, at, character]: [string, number, string]): string {
  const index = at % (envelope.length + 1);
  const [before, after] = [envelope.slice(0, index), envelope.slice(index)];
  switch (kind) {
    case 'drop':
      return before + after.slice(1);
    case 'double':
      return before + after.slice(0, 1) + after;
    case 'replace':
      return before + character + after.slice(1);
    case 'insert':
      return before + character + after;
    default:
      return envelope.split('.').reverse().join('.');
  }
}

const looksSealed = fc
  .tuple(
    fc.constantFrom('v1', 'v2', ''),
    fc.constantFrom(ring.writer.id, 'ffffffff', ''),
    fc.base64String(),
    fc.base64String(),
  )
  .map((parts) => parts.join('.'));

fuzz('any text in the place of an envelope', (property) => {
  property(
    'does not open',
    0.05,
    fc.tuple(fc.oneof(hostileText(), looksSealed), hostileText()),
    ([text, owner]) => {
      expect(cipher.open(text, owner).kind).toBe('closed');
      expect(['string', 'undefined']).toContain(typeof keyIdOf(text));
    },
  );

  property(
    'that was an envelope does not open either',
    0.05,
    fc.tuple(hostileText(), fc.array(mutation, { minLength: 1, maxLength: 3 })),
    ([plaintext, mutations]) => {
      const envelope = cipher.seal(plaintext, 'owner');
      const changed = mutations.reduce(mutate, envelope);
      const opened = cipher.open(changed, 'owner');
      expect(opened).toEqual(
        changed === envelope
          ? { kind: 'opened', plaintext }
          : { kind: 'closed', problem: expect.any(String) },
      );
    },
  );

  property(
    'opens for nobody but its owner',
    0.03,
    fc.tuple(hostileText(), hostileText(), hostileText()),
    ([plaintext, owner, other]) => {
      const envelope = cipher.seal(plaintext, owner);
      expect(cipher.open(envelope, owner)).toEqual({ kind: 'opened', plaintext });
      if (other !== owner)
        expect(cipher.open(envelope, other)).toEqual({ kind: 'closed', problem: 'tampered' });
    },
  );
});

fuzz('any record', (property) => {
  const USER: Identity = 'telegram:1';
  const FORMAT = {
    kind: 'settings',
    version: 2,
    schema: z.object({ a: z.string(), b: z.number().optional() }),
  } as const;
  let folder: StoreFolder;
  let storage: Storage;
  let records: Records;
  beforeAll(async () => {
    folder = await StoreFolder.make();
    storage = await openStorage(folder.url, () => undefined);
    records = await Records.open(storage, ring);
  });
  afterAll(async () => {
    await storage.close();
    await folder[Symbol.asyncDispose]();
  });

  async function find(envelope: (name: string) => string): Promise<Found<unknown>> {
    const name = records.names.of(FORMAT.kind, USER);
    await storage.set(name, envelope(name));
    return records.of(FORMAT).get(USER);
  }

  property(
    'that is no envelope is unreadable',
    0.02,
    fc.oneof(hostileText(), looksSealed, fc.json()),
    async (text) => {
      expect(await find(() => text)).toEqual({ kind: 'unreadable', problem: expect.any(String) });
    },
  );

  const value = fc.oneof(
    fc.record(
      { a: fc.string(), b: fc.double({ noDefaultInfinity: true, noNaN: true }) },
      { requiredKeys: [] },
    ),
    fc.jsonValue(),
  );
  const plaintext = fc.oneof(
    hostileText(),
    fc.json(),
    value.map((each) => JSON.stringify(each)),
    fc
      .record(
        { version: fc.oneof(fc.integer({ min: -1, max: 4 }), fc.jsonValue()), value },
        { requiredKeys: [] },
      )
      .map((each) => JSON.stringify(each)),
  );
  property('that was sealed is of the right shape or unreadable', 0.03, plaintext, async (text) => {
    const found = await find((name) => records.cipher.seal(text, name));
    if (found.kind === 'found') expect(FORMAT.schema.parse(found.value)).toEqual(found.value);
    else
      expect(found).toEqual({
        kind: 'unreadable',
        problem: expect.stringMatching(/^(wrong-shape|unknown-format)$/),
      });
    await records.of(FORMAT).sweep(() => false);
  });
});
