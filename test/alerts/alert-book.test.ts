import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AlertBook } from '../../src/alerts/alert-book.ts';
import { type Book, STOPPED } from '../../src/alerts/book.ts';
import { parseKeyRing } from '../../src/records/key-ring.ts';
import { Records } from '../../src/records/records.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { StoreFolder } from '../records/store-folder.ts';

const OWNER = 'telegram:1';
const AT = Date.UTC(2026, 10, 28);
const UNTIL = AT + 24 * 3_600_000;

const fired = (ruleId: string, keyId = 'key') => ({ ruleId, keyId, at: AT, toppedUp: false });

const BOOK: Book = {
  rules: [
    { id: 'r', kind: 'below', threshold: '50', chat: OWNER },
    { id: 's', kind: 'percent', threshold: '10', chat: OWNER },
  ],
  channels: [],
  firings: [fired('r'), fired('s'), fired(STOPPED), fired('r', 'another')],
};

describe('a snooze', () => {
  let folder: StoreFolder;
  let storage: Storage;
  let records: Records;
  let alerts: AlertBook;
  beforeEach(async () => {
    folder = await StoreFolder.make();
    storage = await openStorage(folder.url, () => undefined);
    records = await Records.open(storage, parseKeyRing(randomBytes(32).toString('base64')));
    alerts = new AlertBook(records);
    await storage.commit([alerts.sealed(OWNER, BOOK)]);
  });
  afterEach(async () => {
    await storage.close();
    await folder[Symbol.asyncDispose]();
  });

  const stored = () => storage.get(records.names.of('alerts', OWNER));

  it('is kept of the warnings about the key that last, and never of its refusal', async () => {
    expect(await alerts.snooze(OWNER, 'key', UNTIL, ({ ruleId }) => ruleId !== 's')).toBe(true);
    expect((await alerts.of(OWNER)).firings).toEqual([
      { ...fired('r'), snoozedUntil: UNTIL },
      ...BOOK.firings.slice(1),
    ]);
  });

  it.each([
    ['of a key that there is no warning about', 'third', true],
    ['where none lasts', 'key', false],
  ])('%s changes nothing', async (_what, keyId, lasts) => {
    const before = await stored();
    expect(await alerts.snooze(OWNER, keyId, UNTIL, () => lasts)).toBe(false);
    expect(await stored()).toBe(before);
  });

  it('leaves a book that does not read for who can read it', async () => {
    const name = records.names.of('alerts', OWNER);
    await storage.set(name, 'of a later version');
    expect(await alerts.snooze(OWNER, 'key', UNTIL, () => true)).toBe(false);
    expect(await stored()).toBe('of a later version');
  });
});
