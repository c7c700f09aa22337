import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type Decimal, unscaledAt } from '../balance/decimal.ts';
import type { DatedBalance } from '../balance/outcome.ts';
import { moment } from '../records/sealed-records.ts';
import type { Series } from './series.ts';
import { thin } from './thinning.ts';

/**
 * So much, in bytes, may a series take up deflated. Written in base64, sealed and written in base64 once more it
 * stays under 100 KiB, with 4 KiB left for what stands around it.
 */
const MAX_DEFLATED_BYTES = 54 * 1024;

/** Far more than {@link MAX_DEFLATED_BYTES} of figures ever inflate to. */
const MAX_INFLATED_BYTES = 4 * 1024 * 1024;

/** A little below what the size seems to ask for, because fewer points deflate a little worse. */
const SAFETY = 0.97;

const COLUMN = /^\d+ -?\d+(?:,-?\d+)*$/;

const DECIMALS = [
  ({ balance }: DatedBalance) => balance.points.remaining,
  ({ balance }: DatedBalance) => balance.points.total,
  ({ balance }: DatedBalance) => balance.amount.remaining,
  ({ balance }: DatedBalance) => balance.amount.total,
] as const;

/**
 * Writes a series as text: five columns (the moment, points remaining and in total, money remaining and in total),
 * each a line `<scale> <first>,<difference>,…` of integers, deflated (RFC 1951), in base64.
 *
 * Where figures are so long that this would be too large, the series is thinned until it fits, oldest points first.
 */
export function encodeSeries(series: Series): string {
  let kept = series;
  let bytes = deflated(kept);
  while (bytes.length > MAX_DEFLATED_BYTES && kept.length > 1) {
    const fitting = Math.floor((kept.length * MAX_DEFLATED_BYTES * SAFETY) / bytes.length);
    kept = thin(kept, Math.max(Math.min(fitting, kept.length - 1), 1), 'oldest-first');
    bytes = deflated(kept);
  }
  return bytes.toString('base64');
}

/** Reads what {@link encodeSeries} wrote, figures of the same value; `undefined` where a text is no series. */
export function decodeSeries(text: string): Series | undefined {
  const lines = inflated(text)?.split('\n');
  if (lines === undefined) return undefined;
  if (lines.length === 1 && lines[0] === '') return [];
  const [moments, ...figures] = lines.map(readColumn);
  if (moments === undefined || figures.length !== DECIMALS.length) return undefined;
  const series = moments.map(({ unscaled }, index) => pointOf(Number(unscaled), figures, index));
  const read = series.flatMap((point) => point ?? []);
  return read.length === series.length && areInOrder(read) ? read : undefined;
}

function deflated(series: Series): Buffer {
  const moments = series.map(({ readAt }): Decimal => ({ unscaled: BigInt(readAt), scale: 0 }));
  const columns = [moments, ...DECIMALS.map((decimalOf) => series.map(decimalOf))];
  return deflateRawSync(series.length === 0 ? '' : columns.map(writeColumn).join('\n'));
}

function inflated(text: string): string | undefined {
  try {
    const bytes = inflateRawSync(Buffer.from(text, 'base64'), { maxOutputLength: MAX_INFLATED_BYTES });
    return bytes.toString('latin1');
  } catch {
    return undefined;
  }
}

function writeColumn(column: readonly Decimal[]): string {
  let scale = Math.max(...column.map((decimal) => decimal.scale));
  let values = column.map((decimal) => unscaledAt(decimal, scale));
  while (scale > 0 && values.every((value) => value % 10n === 0n)) {
    values = values.map((value) => value / 10n);
    scale -= 1;
  }
  return `${scale} ${values.map((value, index) => value - (values[index - 1] ?? 0n)).join(',')}`;
}

function readColumn(line: string): readonly Decimal[] | undefined {
  if (!COLUMN.test(line)) return undefined;
  const [scale, differences = ''] = line.split(' ');
  let unscaled = 0n;
  return differences.split(',').map((difference) => {
    unscaled += BigInt(difference);
    return { unscaled, scale: Number(scale) };
  });
}

function pointOf(
  readAt: number,
  figures: readonly (readonly Decimal[] | undefined)[],
  index: number,
): DatedBalance | undefined {
  const [pointsRemaining, points, amountRemaining, amount] = figures.map((column) => column?.[index]);
  if (!pointsRemaining || !points || !amountRemaining || !amount) return undefined;
  return {
    readAt,
    balance: {
      points: { remaining: pointsRemaining, total: points },
      amount: { remaining: amountRemaining, total: amount },
    },
  };
}

/** Whether all of them are moments, each later than the one before. */
function areInOrder(series: Series): boolean {
  const ends = [series[0]?.readAt, series.at(-1)?.readAt];
  return (
    ends.every((end) => moment.safeParse(end).success) &&
    series.every(({ readAt }, index) => index === 0 || readAt > (series[index - 1]?.readAt ?? readAt))
  );
}
