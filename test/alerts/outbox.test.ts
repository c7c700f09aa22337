import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Courier, type NoticeOutcome } from '../../src/alerts/courier.ts';
import { isInherited, type Notice, Outbox, withNotice, withReasons } from '../../src/alerts/outbox.ts';
import { createLog } from '../../src/log.ts';
import { parseKeyRing } from '../../src/records/key-ring.ts';
import { Records } from '../../src/records/records.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { dyingAfter } from '../records/dying-storage.ts';
import { LateReads } from '../records/late-reads.ts';
import { StoreFolder } from '../records/store-folder.ts';

const OWNER = 'telegram:1';
const OTHER = 'discord:2';
const NOW = Date.UTC(2026, 10, 28);

const notice = (id: string, more: Partial<Notice> = {}): Notice => ({
  id,
  keyId: 'key',
  reasons: [{ ruleId: `rule-of-${id}`, about: 'below', threshold: '5' }],
  to: { kind: 'person', user: OWNER },
  madeAt: NOW,
  dueAt: NOW,
  sends: 0,
  ...more,
});

const [FIRST, SECOND, THIRD] = [notice('a'), notice('b'), notice('c')];

const CHANNEL: Notice['to'] = {
  kind: 'channel',
  platform: 'telegram',
  id: '-100',
  locale: 'en',
  figures: true,
  by: OTHER,
};

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

describe('a new notice', () => {
  it('goes into one that waits for the same reader and key, and has it come no later', () => {
    const waiting = notice('a', { dueAt: NOW + 10 });
    const merged = { ...waiting, reasons: [...waiting.reasons, ...SECOND.reasons], dueAt: NOW };
    expect(withNotice([waiting], SECOND)).toEqual([merged]);
    const later = { ...SECOND, dueAt: NOW + 20 };
    expect(withNotice([waiting], later)).toEqual([{ ...merged, dueAt: waiting.dueAt }]);
  });

  it('takes from earlier ones what it says anew itself', () => {
    const both = { ...FIRST, reasons: [...SECOND.reasons, ...FIRST.reasons] };
    const again = { ...THIRD, reasons: SECOND.reasons };
    expect(withNotice([both], again)).toEqual([{ ...both, reasons: [...FIRST.reasons, ...again.reasons] }]);
    const perhapsSent = { ...both, sends: 1 };
    expect(withNotice([perhapsSent], again)).toEqual([{ ...FIRST, sends: 1 }, again]);
    expect(withNotice([{ ...SECOND, sends: 1 }], again)).toEqual([again]);
    const elsewhere = [
      { ...SECOND, to: CHANNEL },
      { ...SECOND, keyId: 'another' },
    ];
    expect(withNotice(elsewhere, again)).toEqual([...elsewhere, again]);
  });

  it.each([
    ['may have been sent', { sends: 1 }],
    ['is about another key', { keyId: 'another' }],
    ['goes to another reader', { to: CHANNEL }],
  ] as const)('comes behind one that %s', (_what, more) => {
    const waiting = notice('a', more);
    expect(withNotice([waiting], SECOND)).toEqual([waiting, SECOND]);
  });
});

describe('the reasons of a notice', () => {
  const both = { ...FIRST, reasons: [...FIRST.reasons, ...SECOND.reasons] };

  it('are left as far as they hold, and none of them is nothing to say', () => {
    expect(withReasons(both, () => true)).toBe(both);
    expect(withReasons(both, ({ ruleId }) => ruleId === 'rule-of-b')?.reasons).toEqual(SECOND.reasons);
    expect(withReasons(both, () => false)).toBeUndefined();
  });
});

describe('a notice of an account that another takes the place of', () => {
  it('goes on where its key is, and the chat that it goes to or was asked for in', () => {
    const toChannel = notice('channel', { to: CHANNEL });
    expect(isInherited(FIRST, [OWNER], ['key'])).toBe(true);
    expect(isInherited(FIRST, [OTHER], ['key'])).toBe(false);
    expect(isInherited(FIRST, [OWNER], ['another'])).toBe(false);
    expect(isInherited(toChannel, [OTHER], ['key'])).toBe(true);
    expect(isInherited(toChannel, [OWNER], ['key'])).toBe(false);
  });
});
