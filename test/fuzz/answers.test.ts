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

fuzz('an answer comes', (property) => {
  let harness: Harness;
  let beside: { storage: Storage; records: Records };
  beforeAll(async () => {
    harness = await Harness.start({
      env: { ...NO_LIMITS, LOG_LEVEL: 'debug', CURRENCY: '_**`@here`**_', TOPUP_URL: 'https://example.com/' },
    });
    beside = await harness.openRecords();
  });
  afterAll(async () => {
    await beside.storage.close();
    await harness.stop();
  });

  const platform = fc.constantFrom(...PLATFORMS);
  const commands = fc.array(
    fc.constantFrom('balance', 'key', 'removekey', 'link', 'unlink', 'forget', 'language', 'help'),
    {
      minLength: 1,
      maxLength: 3,
    },
  );

  async function use(person: Person, names: readonly string[]): Promise<void> {
    for (const name of names) expect((await person.command(name)).length).toBeGreaterThan(10);
  }

  async function put(user: Identity, record: AnyRecord): Promise<void> {
    const { storage, records } = beside;
    const name = records.names.of(record.kind, user, record.slot);
    await storage.set(name, 'raw' in record ? record.raw : records.cipher.seal(record.plaintext, name));
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
      for (const record of records) await put(`${where}:${person.id}`, record);
      forget(harness);
      await use(person, names);
      for (const { outcome } of harness.log.entries)
        expect(['internal-error', 'undelivered']).not.toContain(outcome);
    },
  );
});
