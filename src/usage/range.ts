import type { Series } from '../history/series.ts';
import { type Sample, samplesOf } from '../history/spending.ts';
import type { FigureName } from '../history/steps.ts';
import { DAY_MS } from '../time/local-time.ts';
import type { Outlook } from './outlook.ts';

/** How far back a chart may go. */
export const RANGES = ['24h', '7d', '30d', 'all'] as const;

export type Range = (typeof RANGES)[number];

const SPANS: Readonly<Record<Exclude<Range, 'all'>, number>> = {
  '24h': DAY_MS,
  '7d': 7 * DAY_MS,
  '30d': 30 * DAY_MS,
};

/** The future takes no more than this share of the past. */
const FUTURE_SHARE = 0.6;

/** The time that a chart shows, in milliseconds since 1970; there is a future where there is a forecast. */
export interface Window {
  readonly from: number;
  readonly until: number;
}

export function isRange(text: string): text is Range {
  return RANGES.some((range) => range === text);
}

export function windowOf(series: Series, range: Range, outlook: Outlook, now: number): Window {
  // Where less is known than was asked for, an empty stretch would only make the rest small.
  const known = Math.max(now - (series[0]?.readAt ?? now), DAY_MS);
  const span = range === 'all' ? known : Math.min(SPANS[range], known);
  const { forecast } = outlook;
  const future =
    forecast.kind === 'ends' ? Math.min((forecast.fan.at(-1)?.at ?? now) - now, span * FUTURE_SHARE) : 0;
  return { from: now - span, until: now + Math.max(future, 0) };
}

/** The balance over that time as steps: from the beginning on, where it is known by then, and up to now. */
export function samplesIn(
  series: Series,
  figure: FigureName,
  { from }: Window,
  now: number,
): readonly Sample[] {
  const samples = samplesOf(series, figure);
  const before = samples.filter(({ at }) => at < from).at(-1);
  const inside = samples.filter(({ at }) => at >= from && at <= now);
  const last = inside.at(-1) ?? before;
  return [
    ...(before === undefined ? [] : [{ ...before, at: from }]),
    ...inside,
    ...(last === undefined || last.at === now ? [] : [{ ...last, at: now }]),
  ];
}
