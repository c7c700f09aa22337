import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  Courier,
  type CourierOptions,
  type NoticeAttempt,
  type NoticeOutcome,
} from '../../src/alerts/courier.ts';
import { type Notice, Outbox } from '../../src/alerts/outbox.ts';
import { createLog } from '../../src/log.ts';
import { parseKeyRing } from '../../src/records/key-ring.ts';
import { Records } from '../../src/records/records.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import { StoreFolder } from '../records/store-folder.ts';

const OWNER = 'telegram:1';
const DAY_MS = 24 * 3_600_000;
const NOW = Date.UTC(2026, 10, 28);

const NOTICE: Notice = {
  id: 'notice',
  keyId: 'key',
  reasons: [{ ruleId: 'rule', about: 'below', threshold: '5' }],
  to: { kind: 'person', user: OWNER },
  madeAt: NOW,
  dueAt: NOW,
  sends: 0,
};

describe('a notice', () => {
  let folder: StoreFolder;
  let close: () => Promise<void>;
  let records: Records;
  let outbox: Outbox;
  let now: number;
  let attempts: NoticeAttempt[];
  let sent: Notice[];

  beforeEach(async () => {
    folder = await StoreFolder.make();
    const storage = await openStorage(folder.url, () => undefined);
    close = () => storage.close();
    records = await Records.open(storage, parseKeyRing(randomBytes(32).toString('base64')));
    outbox = new Outbox(records);
    await records.storage.commit([outbox.sealed(OWNER, [NOTICE])]);
    now = NOW;
    attempts = [];
    sent = [];
  });
  afterEach(async () => {
    await close();
    await folder[Symbol.asyncDispose]();
  });

  /** Has a courier do one round whose sendings end like that. */
  async function deliver(outcome: NoticeOutcome, more: Partial<CourierOptions> = {}): Promise<void> {
    await new Courier({
      outbox,
      send: async (_owner, notice) => {
        sent.push(notice);
        return outcome;
      },
      isReachable: async () => true,
      onBlocked: async () => undefined,
      unlessInHand: (_id, task) => task(),
      onAttempt: (attempt) => attempts.push(attempt),
      now: () => now,
      log: createLog({ level: 'silent', secrets: [] }),
      ...more,
    }).deliverDue();
  }

  it.each(['delivered', 'pointless', 'gone'] as const)('that is %s is over', async (outcome) => {
    await deliver(outcome);
    expect(attempts).toEqual([outcome]);
    expect(await outbox.of(OWNER)).toEqual([]);
  });

  it.each(['throttled', 'unreachable'] as const)('that is %s was not sent, and waits', async (outcome) => {
    await deliver(outcome);
    expect(await outbox.of(OWNER)).toEqual([{ ...NOTICE, dueAt: now + 60_000 }]);
    await deliver('delivered');
    expect(sent).toHaveLength(1);
    now += 60_000;
    await deliver('delivered');
    expect(await outbox.of(OWNER)).toEqual([]);
  });

  it('of which nobody knows whether it was sent is sent once more, and then given up', async () => {
    for (const sends of [1, 2]) {
      await deliver('unknown');
      expect(await outbox.of(OWNER)).toEqual([{ ...NOTICE, sends, dueAt: now + 60_000 }]);
      now += 60_000;
    }
    await deliver('unknown');
    expect(sent).toHaveLength(2);
    expect(attempts).toEqual(['unknown', 'unknown', 'given-up']);
    expect(await outbox.of(OWNER)).toEqual([]);
  });

  it('to somebody who has blocked the bot is kept for when they come back', async () => {
    const blocked: Notice['to'][] = [];
    await deliver('blocked', {
      onBlocked: async (to) => {
        blocked.push(to);
      },
    });
    expect(blocked).toEqual([NOTICE.to]);
    await deliver('delivered', { isReachable: async () => false });
    expect(await outbox.of(OWNER)).toEqual([NOTICE]);
    await deliver('delivered');
    expect(sent).toHaveLength(2);
    expect(await outbox.of(OWNER)).toEqual([]);
  });

  it('that could not be brought for a week is old news', async () => {
    now += 7 * DAY_MS + 1;
    await deliver('delivered');
    expect(attempts).toEqual(['given-up']);
    expect(sent).toEqual([]);
    expect(await outbox.of(OWNER)).toEqual([]);
  });

  it.each([
    ['put off', (notice: Notice) => ({ ...notice, dueAt: now + 1 })],
    ['brought', () => undefined],
  ] as const)('that another process has %s since it was read is not sent', async (_what, change) => {
    await deliver('delivered', {
      unlessInHand: async (id, task) => {
        await outbox.change(OWNER, id, change);
        return task();
      },
    });
    expect(sent).toEqual([]);
    expect(attempts).toEqual([]);
  });

  it('that fails keeps no other waiting', async () => {
    const other: Notice = { ...NOTICE, id: 'other', keyId: 'another' };
    await records.storage.commit([outbox.sealed(OWNER, [NOTICE, other])]);
    await deliver('delivered', {
      send: async (_owner, { id }) => {
        if (id === NOTICE.id) throw new Error('nobody expects this');
        return 'delivered';
      },
    });
    expect(attempts.toSorted()).toEqual(['delivered', 'failed']);
    expect(await outbox.of(OWNER)).toEqual([{ ...NOTICE, sends: 1 }]);
  });
});
