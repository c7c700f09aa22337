import { type Decimal, toPlainString } from '../balance/decimal.ts';
import type { Chart } from '../chart/chart.ts';
import type { Series } from '../history/series.ts';
import { topUps } from '../history/spending.ts';
import type { Outlook } from '../usage/outlook.ts';
import { type Range, samplesIn, windowOf } from '../usage/range.ts';
import type { Turn } from './command.ts';
import { forecastText } from './forecast-text.ts';
import { withoutMarkup } from './markup.ts';

/** A balance over time, as a picture shows it and as words tell it. */
export interface DescribedChart {
  readonly chart: Chart;
  readonly alt: string;
}

/**
 * @param outlook as of `now`
 * @param now milliseconds since 1970; charts of the same moment are the same picture
 */
export function usageChart(
  turn: Turn,
  series: Series,
  outlook: Outlook,
  range: Range,
  now: number,
): DescribedChart {
  const { say, locale, services, timeZone } = turn;
  const { figure, forecast } = outlook;
  const window = windowOf(series, range, outlook, now);
  const samples = samplesIn(series, figure, window, now);
  const marks = topUps(series, window.from, now).map(({ at, ...added }) => ({
    at,
    amount: say('chart-top-up', { amount: rounded(added[figure], locale) }),
  }));
  const title = say(`chart-title-${range}`);
  return {
    chart: {
      title,
      samples,
      topUps: marks,
      ...(forecast.kind === 'ends' && { fan: forecast.fan }),
      ...window,
      now,
      locale,
      timeZone: timeZone ?? 'UTC',
      unit: figure === 'points' ? say('points') : (services.currency ?? ''),
      labels: {
        balance: say('chart-balance'),
        topUp: say('chart-top-ups'),
        forecast: say('chart-forecast'),
        now: say('chart-now'),
      },
    },
    alt: say('chart-alt', {
      title,
      first: describe(samples[0]?.left, locale),
      last: describe(samples.at(-1)?.left, locale),
      count: marks.length,
      forecast: withoutMarkup(forecastText(turn, outlook)),
    }),
  };
}

/** A mark has room for a few digits only; the exact amounts are in the export. */
function rounded(decimal: Decimal, locale: string): string {
  return describe(Number(toPlainString(decimal)), locale);
}

function describe(value: number | undefined, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumSignificantDigits: 4 }).format(value ?? 0);
}
