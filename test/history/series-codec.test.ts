import { randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DatedBalance, Figure } from '../../src/balance/outcome.ts';
import { MAX_POINTS, type Series } from '../../src/history/series.ts';
import { decodeSeries, encodeSeries } from '../../src/history/series-codec.ts';
import { Cipher } from '../../src/records/cipher.ts';
import { parseKeyRing } from '../../src/records/key-ring.ts';
import {
  balancesOf,
  decimal,
  figure,
  HOUR,
  momentsOf,
  plain,
  point,
  randomFrom,
  START,
  take,
} from './points.ts';

const MAX_SEALED_BYTES = 100 * 1024;

const cipher = new Cipher(parseKeyRing(randomBytes(32).toString('base64')));

/** How large the record becomes in the store. */
function sealedSize(series: Series): number {
  const record = { version: 1, value: { keyId: 'k'.repeat(16), series: encodeSeries(series) } };
  return cipher.seal(JSON.stringify(record), `history:${'n'.repeat(43)}`).length;
}

function decoded(series: Series): Series {
  const read = decodeSeries(encodeSeries(series));
  if (read === undefined) throw new Error('does not read');
  return read;
}

const anyFigure = fc
  .tuple(fc.boolean(), fc.stringMatching(/^\d{1,40}$/), fc.stringMatching(/^\d{1,40}$/))
  .map(([negative, whole, fraction]) => decimal(`${negative ? '-' : ''}${whole}.${fraction}`));

const anyPair = fc.record<Figure>({ remaining: anyFigure, total: anyFigure });

const anyBalance = fc.record({ points: anyPair, amount: anyPair });

const anySeries = fc
  .uniqueArray(fc.record<DatedBalance>({ readAt: fc.nat(8.64e15), balance: anyBalance }), {
    selector: ({ readAt }) => readAt,
    maxLength: 40,
  })
  .map((points) => points.toSorted((a, b) => a.readAt - b.readAt));

/** Figures as long as the billing API may state them, each with nothing of the one before. */
function hostileSeries(seed: number, count: number, pause: number): Series {
  const random = randomFrom(seed);
  const digits = (length: number) => Array.from({ length }, () => Math.floor(random() * 10)).join('') || '0';
  const long = () => {
    const whole = 1 + Math.floor(random() * 98);
    return decimal(`${digits(whole)}.${digits(99 - whole)}`);
  };
  return Array.from({ length: count }, (_, index) => ({
    readAt: START + index * pause,
    balance: { points: { remaining: long(), total: long() }, amount: { remaining: long(), total: long() } },
  }));
}

describe('an encoded series', () => {
  it('reads as it was written, whatever the figures', () => {
    fc.assert(
      fc.property(anySeries, (series) => {
        expect(plain(decoded(series))).toEqual(plain(series));
      }),
    );
  });

  it('is empty for an empty one', () => {
    expect(decoded([])).toEqual([]);
  });

  it('keeps no more digits behind the point than there are', () => {
    const [read] = decoded([
      { ...point(START, 1), balance: { points: figure('1.00', '1.00'), amount: figure('1.00', '1.00') } },
    ]);
    expect(read?.balance.amount.remaining).toEqual({ unscaled: 1n, scale: 0 });
    const long = decoded([point(START, 0.25), point(START + 1, 0.5)]);
    expect(long.map(({ balance }) => balance.amount.remaining.scale)).toEqual([2, 2]);
  });

  it('is a third of its limit when it is full of figures as they are', () => {
    const random = randomFrom(3);
    const pause = () => (10 + random() * 50) * 60_000;
    const spend = () => random() * 3_000_000;
    const series = take(MAX_POINTS, balancesOf({ pause, spend }));
    expect(plain(decoded(series))).toEqual(plain(series));
    expect(sealedSize(series)).toBeLessThan(MAX_SEALED_BYTES / 3);
  });

  it('fits into a record whatever the figures, and keeps the newest point', () => {
    const cases = fc.tuple(
      fc.integer(),
      fc.integer({ min: 1, max: MAX_POINTS }),
      fc.constantFrom(1_000, HOUR, 11 * HOUR),
    );
    fc.assert(
      fc.property(cases, ([seed, count, pause]) => {
        const series = hostileSeries(seed, count, pause);
        expect(sealedSize(series)).toBeLessThan(MAX_SEALED_BYTES);
        expect(plain(decoded(series)).at(-1)).toBe(plain(series).at(-1));
      }),
      { numRuns: 5, examples: [[[1, MAX_POINTS, HOUR]]] },
    );
  });

  it('keeps as many points of too long figures as fit', () => {
    const series = hostileSeries(4, MAX_POINTS, HOUR);
    expect(sealedSize(series)).toBeGreaterThan(MAX_SEALED_BYTES / 4);
    expect(momentsOf(series)).toEqual(expect.arrayContaining([...momentsOf(decoded(series))]));
  });

  it.each<readonly [what: string, text: string]>([
    ['no base64', '!'],
    ['nothing', ''],
    ['not deflated', Buffer.from('0 1').toString('base64')],
    ...[
      '0 1',
      '0 1\n0 1\n0 1\n0 1',
      '0 1\n0 1\n0 1\n0 1\n0 1\n0 1',
      '0 1,1\n0 1\n0 1\n0 1\n0 1',
      '0 1,0\n0 1,1\n0 1,1\n0 1,1\n0 1,1',
      '0 1,-1\n0 1,1\n0 1,1\n0 1,1\n0 1,1',
      '0 x\n0 1\n0 1\n0 1\n0 1',
      '0 1\n0 1\n0 1\n0 1\n0 ',
      '0 -1\n0 1\n0 1\n0 1\n0 1',
      '0 8640000000000001\n0 1\n0 1\n0 1\n0 1',
      `0 ${'9'.repeat(30)}\n0 1\n0 1\n0 1\n0 1`,
    ].map((text) => [JSON.stringify(text), deflateRawSync(text).toString('base64')] as const),
    ['far too large', deflateRawSync('0'.repeat(8 * 1024 * 1024)).toString('base64')],
  ])('is not read out of %s', (_, text) => {
    expect(decodeSeries(text)).toBeUndefined();
  });
});
