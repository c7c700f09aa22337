import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import type { Kind } from '../../src/records/kinds.ts';
import { hostileKey, hostileText } from './hostile-text.ts';

/** A record of a user: as it stands in the store, or what was sealed into it. */
export type AnyRecord = { readonly kind: Kind; readonly slot?: number } & (
  | { readonly raw: string }
  | { readonly plaintext: string }
);

const time = fc.oneof(
  fc.constantFrom(0, -1, 1e12, 8.64e15, 8.65e15, 1e300, 0.5),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const id = fc.oneof(fc.constantFrom('AAAAAAAA', '', 'a|b'), hostileText(200));
const key = fc.oneof(fc.constant('sk-0123456789abcdef'), hostileKey, hostileText(100));
const figure = fc.oneof(
  fc.constantFrom('1', '-1', '1e5', '9'.repeat(100), `0.${'0'.repeat(97)}1`),
  hostileText(50),
);
const figures = fc.record({ remaining: figure, total: figure });

/** Five columns as a history has them, or nearly. */
const columns = fc
  .array(fc.array(fc.oneof(fc.bigInt(), fc.constantFrom(1n, 1_767_225_600_000n)), { maxLength: 3 }), {
    minLength: 4,
    maxLength: 6,
  })
  .map((lines) => lines.map((line, index) => `${index} ${line.join(',')}`).join('\n'));

/** Values in the shape of a record, of each kind. */
const SHAPED = {
  account: fc.record({
    keys: fc.array(fc.record({ id, key, verified: fc.boolean(), addedAt: time }), { maxLength: 2 }),
  }),
  offer: fc.record({ id, key, expiresAt: time }),
  'last-balance': fc.record({
    keyId: id,
    readAt: time,
    balance: fc.record({ points: figures, amount: figures }),
  }),
  history: fc.record({
    keyId: id,
    series: fc.oneof(
      columns.map((text) => deflateRawSync(text).toString('base64')),
      hostileText(200),
    ),
  }),
  link: fc.record({ account: fc.constantFrom('account:x', 'discord:1', 'telegram:1', 'account:', '') }),
  'link-code': fc.record({
    user: fc.constantFrom('discord:1', 'telegram:1', ''),
    code: fc.oneof(fc.constantFrom('ABCD2345', ''), hostileText(20)),
    expiresAt: time,
  }),
  settings: fc.record(
    {
      locale: fc.constantFrom('en', 'zh-CN', 'xx'),
      reported: fc.constantFrom('en', ''),
      timeZone: fc.constantFrom('Asia/Shanghai', 'Asia/Nowhere', ''),
      quiet: fc.oneof(fc.constant('off'), fc.record({ from: fc.nat(2000), until: fc.nat(1439) })),
      unreachableSince: time,
    },
    { requiredKeys: [] },
  ),
} satisfies Partial<Record<Kind, fc.Arbitrary<unknown>>>;

function recordOf(kind: keyof typeof SHAPED): fc.Arbitrary<AnyRecord> {
  const versioned = fc.tuple(fc.constantFrom(1, 1, 1, 0, 2, -1), SHAPED[kind]);
  return fc.oneof(
    {
      weight: 4,
      arbitrary: versioned.map(([version, value]) => ({
        kind,
        plaintext: JSON.stringify({ version, value }),
      })),
    },
    SHAPED[kind].map((value) => ({ kind, plaintext: JSON.stringify(value) })),
    fc.oneof(hostileText(), fc.json()).map((plaintext) => ({ kind, plaintext })),
    hostileText().map((raw) => ({ kind, raw })),
  );
}

/** At most one record of each kind. */
export const anyRecords: fc.Arbitrary<readonly AnyRecord[]> = fc
  .tuple(
    recordOf('account'),
    recordOf('offer'),
    recordOf('last-balance'),
    recordOf('history').map((record) => ({ ...record, slot: 0 })),
    recordOf('settings'),
    recordOf('link'),
    recordOf('link-code'),
  )
  .chain((records) => fc.subarray(records, { minLength: 1 }));
