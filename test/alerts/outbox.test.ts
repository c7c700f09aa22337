import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Courier, type NoticeOutcome } from '../../src/alerts/courier.ts';
import { type Notice, Outbox, withNotice } from '../../src/alerts/outbox.ts';
import { createLog } from '../../src/log.ts';
import { parseKeyRing } from '../../src/records/key-ring.ts';
import { Records } from '../../src/records/records.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { dyingAfter } from '../records/dying-storage.ts';
import { LateReads } from '../records/late-reads.ts';
import { StoreFolder } from '../records/store-folder.ts';
import { CHANNEL, FIRST, NOW, notice, OTHER, OWNER, SECOND, THIRD } from './waiting-notices.ts';

describe('the outbox', () => {
  const ring = parseKeyRing(randomBytes(32).toString('base64'));
  let folder: StoreFolder;
  let storages: Storage[];
  beforeEach(async () => {
    folder = await StoreFolder.make();
    storages = [];
  });
  afterEach(async () => {
    for (const each of storages) await each.close();
    await folder[Symbol.asyncDispose]();
  });

  /** As a process of its own has it. @param through what it sees the store through */
  async function open(through = (storage: Storage) => storage) {
    const storage = await openStorage(folder.url, () => undefined);
    storages.push(storage);
    const records = await Records.open(through(storage), ring);
    return { records, storage, outbox: new Outbox(records) };
  }

  async function fill(...notices: readonly Notice[]) {
    const opened = await open();
    await opened.records.storage.commit([opened.outbox.sealed(OWNER, notices)]);
    return opened;
  }

  it('keeps what is on its way over a restart, in order, and nobody reads it from the file', async () => {
    const list = [FIRST, notice('channel', { to: CHANNEL }), THIRD];
    await fill(...list);
    const { outbox } = await open();
    expect(await outbox.of(OWNER)).toEqual(list);
    expect(await outbox.of(OTHER)).toEqual([]);
    const pending = [];
    for await (const page of outbox.pages()) pending.push(...page);
    expect(pending).toEqual([{ owner: OWNER, notices: list }]);
    expect(await folder.bytes()).not.toContain('rule-of');
  });

  it('changes one notice, tells what it was, and leaves the others where they are', async () => {
    const { outbox } = await fill(FIRST, SECOND, THIRD);
    const put = { dueAt: NOW + 1 };
    expect(await outbox.change(OWNER, 'b', (each) => ({ ...each, ...put }))).toEqual(SECOND);
    expect(await outbox.of(OWNER)).toEqual([FIRST, { ...SECOND, ...put }, THIRD]);
    expect(await outbox.change(OWNER, 'a', () => undefined)).toEqual(FIRST);
    expect(await outbox.change(OWNER, 'a', () => FIRST)).toBeUndefined();
    expect(await outbox.of(OWNER)).toEqual([{ ...SECOND, ...put }, THIRD]);
  });

  it('keeps no record of an account of which nothing is on its way', async () => {
    const { outbox, storage, records } = await fill(FIRST);
    const name = records.names.of('notices', OWNER);
    expect(await storage.get(name)).toBeDefined();
    await outbox.change(OWNER, 'a', () => undefined);
    expect(await storage.get(name)).toBeUndefined();
  });

  it('loses nothing that another process changes at the same time', async () => {
    const { outbox: elsewhere, records } = await fill(FIRST, SECOND);
    const { outbox: here } = await open((storage) => {
      const name = records.names.of('notices', OWNER);
      return new LateReads(storage, name, () => elsewhere.change(OWNER, 'a', () => undefined)).storage;
    });
    await here.change(OWNER, 'b', (each) => ({ ...each, sends: 1 }));
    expect(await here.of(OWNER)).toEqual([{ ...SECOND, sends: 1 }]);
  });

  describe('after a restart', () => {
    /** Has a courier send what is due. @returns the ids of what it sent */
    async function deliver(outbox: Outbox, outcome: NoticeOutcome, now = NOW): Promise<readonly string[]> {
      const sent: string[] = [];
      await new Courier({
        outbox,
        send: async (_owner, { id }) => {
          sent.push(id);
          return outcome;
        },
        isReachable: async () => true,
        onBlocked: async () => undefined,
        unlessInHand: (_id, task) => task(),
        now: () => now,
        log: createLog({ level: 'silent', secrets: [] }),
      }).deliverDue();
      return sent;
    }

    it('sends once more what a process was sending when it died, and then gives it up', async () => {
      await fill(FIRST);
      for (const sends of [1, 2]) {
        // The sending is counted, and what became of it never stored.
        const { outbox } = await open((storage) => dyingAfter(1, storage).storage);
        expect(await deliver(outbox, 'delivered')).toEqual(['a']);
        expect(await (await open()).outbox.of(OWNER)).toEqual([{ ...FIRST, sends }]);
      }
      const { outbox } = await open();
      expect(await deliver(outbox, 'delivered')).toEqual([]);
      expect(await outbox.of(OWNER)).toEqual([]);
    });

    it('after a long downtime still sends what has come since together with what has waited', async () => {
      const longAfter = NOW + 8 * 24 * 3_600_000;
      const { outbox, records } = await fill(FIRST);
      const news = notice('b', { madeAt: longAfter, dueAt: longAfter });
      const list = withNotice(await outbox.of(OWNER), news);
      await records.storage.commit([outbox.sealed(OWNER, list)]);
      expect(await deliver(outbox, 'delivered', longAfter)).toEqual(['a']);
    });

    it('still waits as long as it was to wait, for quiet hours or after a failure', async () => {
      const morning = notice('b', { dueAt: NOW + 3_600_000 });
      const { outbox } = await fill(FIRST, morning);
      expect(await deliver(outbox, 'unreachable')).toEqual(['a']);
      const { outbox: restarted } = await open();
      expect(await deliver(restarted, 'delivered', NOW + 59_999)).toEqual([]);
      expect(await deliver(restarted, 'delivered', NOW + 60_000)).toEqual(['a']);
      expect(await deliver(restarted, 'delivered', morning.dueAt - 1)).toEqual([]);
      expect(await deliver(restarted, 'delivered', morning.dueAt)).toEqual(['b']);
    });
  });
});
