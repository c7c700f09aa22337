import type { DatedBalance } from '../balance/outcome.ts';
import { thin } from './thinning.ts';

/** What a key had over time: in the order of time, no two at the same moment, at most {@link MAX_POINTS}. */
export type Series = readonly DatedBalance[];

export const MAX_POINTS = 1_500;

/**
 * Answers that were under way at the same time may come in another order; what lies further ahead than this, in
 * milliseconds, is of a clock that was wrong.
 */
const MAX_DISORDER_MS = 3_600_000;

/** The series with one more point, thinned. A point of the same moment gives way to it. */
export function extend(series: Series, point: DatedBalance): Series {
  const { readAt } = point;
  const before = series.filter((each) => each.readAt < readAt);
  const after = series.filter((each) => each.readAt > readAt && each.readAt <= readAt + MAX_DISORDER_MS);
  return thin([...before, point, ...after], MAX_POINTS);
}
