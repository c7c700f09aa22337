import fc from 'fast-check';
import { afterAll, beforeAll, expect } from 'vitest';
import type { Identity } from '../../src/identity.ts';
import type { Records } from '../../src/records/records.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { Harness } from '../e2e/harness.ts';
import { type Person, PLATFORMS, personOn } from '../e2e/person.ts';
import { quickAnswer } from './billing-behaviour.ts';
import { checkConduct, forget, NO_LIMITS } from './conduct.ts';
import { fuzz } from './property.ts';
import { type AnyRecord, anyRecords } from './stored.ts';
import { OWNER } from './stored-shapes.ts';

/** Once round all keys, in milliseconds. */
const ROUND_MS = 3_600_000;

/** What is logged of exceptions that nobody expected where nobody has asked. */
const FAILURES: readonly unknown[] = [
  'the watch over the keys failed; it goes on at its next turn',
  'a notice was not delivered',
  'answering failed',
];

fuzz('an answer comes', (property) => {
  let harness: Harness;
  let beside: { storage: Storage; records: Records };
  beforeAll(async () => {
    harness = await Harness.start({
      env: {
        ...NO_LIMITS,
        WATCH_INTERVAL: '1h',
        LOG_LEVEL: 'debug',
        CURRENCY: '_**`@here`**_',
        TOPUP_URL: 'https://example.com/',
      },
    });
    beside = await harness.openRecords();
  });
  afterAll(async () => {
    await beside.storage.close();
    await harness.stop();
  });

  const platform = fc.constantFrom(...PLATFORMS);
  const commands = fc.array(
    fc.constantFrom(
      'balance',
      'usage',
      'alert',
      'export',
      'key',
      'namekey',
      'removekey',
      'timezone',
      'link',
      'unlink',
      'forget',
      'language',
      'help',
    ),
    {
      minLength: 1,
      maxLength: 3,
    },
  );

  async function use(person: Person, names: readonly string[]): Promise<void> {
    for (const name of names) expect((await person.command(name)).length).toBeGreaterThan(5);
  }

  /** Puts the records of a user into the store. @returns their names there */
  async function put(user: Identity, all: readonly AnyRecord[]): Promise<readonly string[]> {
    const { storage, records } = beside;
    return Promise.all(
      all.map(async (record) => {
        const name = records.names.of(record.kind, user, record.slot);
        const sealed = (plaintext: string) => records.cipher.seal(plaintext.replaceAll(OWNER, user), name);
        await storage.set(name, 'raw' in record ? record.raw : sealed(record.plaintext));
        return name;
      }),
    );
  }

  property(
    'whatever the billing API says',
    0.03,
    fc.tuple(platform, fc.array(quickAnswer, { minLength: 1, maxLength: 3 })),
    async ([where, answers]) => {
      const person = personOn(where, harness);
      await person.write(harness.key({ kind: 'good' }));
      forget(harness);
      for (const answer of answers) {
        harness.billing.setOutage(answer);
        await use(person, ['balance']);
      }
      harness.billing.setOutage(undefined);
      checkConduct(harness);
    },
  );

  property(
    'whatever the store holds',
    0.03,
    fc.tuple(platform, anyRecords, commands),
    async ([where, records, names]) => {
      const person = personOn(where, harness);
      const stored = await put(`${where}:${person.id}`, records);
      forget(harness);
      await harness.app.watch();
      await use(person, names);
      harness.advance(ROUND_MS);
      await harness.app.watch();
      for (const { outcome, msg } of harness.log.entries) {
        expect(['internal-error', 'undelivered']).not.toContain(outcome);
        expect(FAILURES).not.toContain(msg);
      }
      // The watch would look at them in every case to come.
      if (stored.length > 0) await beside.storage.delete(...stored);
    },
  );
});
