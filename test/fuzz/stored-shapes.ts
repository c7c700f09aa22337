import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { RULE_KINDS } from '../../src/alerts/rule.ts';
import type { Kind } from '../../src/records/kinds.ts';
import { hostileKey, hostileText } from './hostile-text.ts';

/** Stands for the person whose record it is. */
export const OWNER = '@owner@';

/** Mostly what passes, so that what stands beside it is looked at. */
function mostly<T>(usual: T, ...others: readonly fc.Arbitrary<T>[]): fc.Arbitrary<T> {
  return fc.oneof({ weight: 8 * others.length, arbitrary: fc.constant(usual) }, ...others);
}

const time = mostly(
  Date.UTC(2026, 0, 1),
  fc.constantFrom(0, -1, 1e12, 8.64e15, 8.65e15, 1e300, 0.5),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const count = mostly(0, fc.constantFrom(-1, 1, 24, 1e9, 0.5));
const id = mostly('AAAAAAAA', fc.constantFrom('BBBBBBBB', 'stopped', '', 'a|b'), hostileText(200));
const name = mostly('work', hostileText(32), fc.string({ unit: 'binary', maxLength: 40 }));
const key = mostly('sk-0123456789abcdef', hostileKey, hostileText(100));
const chat = mostly(OWNER, fc.constantFrom('discord:1', 'telegram:1', 'telegram:x', 'account:x', ''));
const figure = fc.oneof(
  fc.constantFrom('1', '-1', '1e5', '9'.repeat(100), `0.${'0'.repeat(97)}1`),
  hostileText(50),
);
const figures = fc.record({ remaining: figure, total: figure });
const threshold = mostly('50', figure);
const channel = {
  platform: fc.constantFrom('discord', 'telegram', 'irc'),
  id: mostly('1', hostileText(40)),
  locale: fc.constantFrom('en', 'zh-CN', 'xx'),
  figures: fc.boolean(),
  by: chat,
};

/** Five columns as a history has them, or nearly. */
const anyColumns = fc
  .array(fc.array(fc.oneof(fc.bigInt(), fc.constantFrom(1n, 1_767_225_600_000n)), { maxLength: 3 }), {
    minLength: 4,
    maxLength: 6,
  })
  .map((lines) => lines.map((line, index) => `${index} ${line.join(',')}`).join('\n'));

/** Five columns that read, with any figures. */
const goodColumns = fc
  .array(fc.tuple(fc.nat(1e8), fc.array(fc.bigInt(), { minLength: 4, maxLength: 4 })), {
    minLength: 1,
    maxLength: 30,
  })
  .map((points) => {
    const moments = points.map(([ms], index) => (index === 0 ? Date.UTC(2026, 0, 1) : ms + 1));
    const columns = [0, 1, 2, 3].map((column) => points.map(([, differences]) => differences[column]));
    return [moments, ...columns].map((line, index) => `${index === 0 ? 0 : 6} ${line.join(',')}`).join('\n');
  });

const keys = fc.array(
  fc.record(
    {
      id,
      slot: fc.integer({ min: -1, max: 10 }),
      name,
      key,
      verified: fc.boolean(),
      addedAt: time,
      addedIn: chat,
    },
    { requiredKeys: ['id', 'slot', 'key', 'verified', 'addedAt'] },
  ),
  { maxLength: 11 },
);

/** The keys with an id and a slot of their own each, as all but the first must have. */
function distinct<T extends { readonly id: string }>(all: readonly T[]) {
  return all.map((each, slot) => ({ ...each, id: slot === 0 ? each.id : `BBBBBB${slot}`, slot }));
}

/** Values in the shape of a record, of each kind, and the version that is written now. */
export const SHAPES = {
  account: {
    version: 2,
    value: fc.record(
      {
        owner: chat,
        identities: fc.array(chat, { maxLength: 3 }),
        keys: fc.oneof({ weight: 3, arbitrary: keys.map(distinct) }, keys),
      },
      { requiredKeys: ['owner', 'keys'] },
    ),
  },
  offer: {
    version: 2,
    value: fc.record({ id, key, name, verified: fc.boolean(), expiresAt: time }),
  },
  prompt: {
    version: 1,
    value: fc.record({
      expected: fc.record({ what: fc.constantFrom('key', 'name', 'x'), name, keyId: id }),
      expiresAt: mostly(8.64e15, time),
    }),
  },
  'last-balance': {
    version: 1,
    value: fc.record({ keyId: id, readAt: time, balance: fc.record({ points: figures, amount: figures }) }),
  },
  history: {
    version: 1,
    value: fc.record({
      keyId: id,
      series: fc.oneof(
        fc.oneof(goodColumns, anyColumns).map((text) => deflateRawSync(text).toString('base64')),
        hostileText(200),
      ),
    }),
  },
  watch: {
    version: 1,
    value: fc.record(
      { keyId: id, checkedAt: time, unchanged: count, refusedAt: time },
      { requiredKeys: ['keyId', 'checkedAt', 'unchanged'] },
    ),
  },
  alerts: {
    version: 1,
    value: fc.record({
      rules: fc.array(
        fc.record(
          { id, kind: fc.constantFrom(...RULE_KINDS, 'x'), threshold, keyId: id, chat },
          { requiredKeys: ['id', 'kind', 'threshold', 'chat'] },
        ),
        { maxLength: 4 },
      ),
      channels: fc.array(fc.record({ keyId: id, ...channel }), { maxLength: 2 }),
      firings: fc.array(
        fc.record(
          { ruleId: id, keyId: id, at: time, toppedUp: fc.boolean(), snoozedUntil: time },
          { requiredKeys: ['ruleId', 'keyId', 'at', 'toppedUp'] },
        ),
        { maxLength: 4 },
      ),
    }),
  },
  notices: {
    version: 1,
    value: fc.record({
      owner: chat,
      notices: fc.array(
        fc.record({
          id,
          ruleId: id,
          about: fc.constantFrom(...RULE_KINDS, 'stopped', 'x'),
          threshold,
          keyId: id,
          to: fc.oneof(
            fc.record({ kind: fc.constant('person'), user: chat }),
            fc.record({ kind: fc.constant('channel'), ...channel }),
          ),
          madeAt: mostly(8.64e15, time),
          dueAt: time,
          sends: count,
        }),
        { maxLength: 3 },
      ),
    }),
  },
  link: { version: 1, value: fc.record({ account: mostly('account:x', chat) }) },
  'link-code': {
    version: 1,
    value: fc.record({
      user: chat,
      code: fc.oneof(fc.constantFrom('ABCD2345', ''), hostileText(20)),
      expiresAt: time,
    }),
  },
  leftover: { version: 1, value: fc.record({ owner: chat }) },
  settings: {
    version: 1,
    value: fc.record(
      {
        locale: fc.constantFrom('en', 'zh-CN', 'xx'),
        reported: fc.constantFrom('en', ''),
        timeZone: fc.constantFrom('Asia/Shanghai', 'Asia/Nowhere', ''),
        quiet: fc.oneof(fc.constant('off'), fc.record({ from: fc.nat(2000), until: fc.nat(1439) })),
        unreachableSince: time,
      },
      { requiredKeys: [] },
    ),
  },
  mark: {
    version: 1,
    value: fc.record({ marks: fc.array(fc.record({ id, at: time }), { maxLength: 3 }) }),
  },
} satisfies Record<Kind, { version: number; value: fc.Arbitrary<unknown> }>;
