import { type Forecast, forecast } from '../forecast/forecast.ts';
import type { Series } from '../history/series.ts';
import { samplesOf } from '../history/spending.ts';
import type { FigureName } from '../history/steps.ts';
import { DAY_MS } from '../time/local-time.ts';

/** Where points and money go hand in hand, their forecasts differ by rounding only. */
const MATERIAL = 0.95;

/** When nothing will be left of the figure that runs out first. */
export interface Outlook {
  readonly figure: FigureName;
  readonly forecast: Forecast;
}

/**
 * Foretells for money and points, and gives the one that ends clearly sooner; else money.
 *
 * @param now milliseconds since 1970
 */
export function outlookOf(series: Series, now: number): Outlook {
  const of = (figure: FigureName): Outlook => ({
    figure,
    forecast: forecast(samplesOf(series, figure), now),
  });
  // A figure of which there never was any is not one that the provider counts in.
  const isCounted = (figure: FigureName) =>
    series.some(
      ({ balance }) => balance[figure].remaining.unscaled !== 0n || balance[figure].total.unscaled !== 0n,
    );
  const [amount, points] = [of('amount'), of('points')];
  if (!isCounted('points')) return amount;
  if (!isCounted('amount')) return points;
  return endOf(points.forecast) - now < (endOf(amount.forecast) - now) * MATERIAL ? points : amount;
}

/** In days from now; `Infinity` where no end is in sight, `undefined` where there is too little to tell. */
export function daysLeft({ forecast: foretold }: Outlook, now: number): number | undefined {
  switch (foretold.kind) {
    case 'too-little-data':
      return undefined;
    case 'used-up':
      return 0;
    case 'not-spending':
      return Number.POSITIVE_INFINITY;
    case 'ends':
      return (foretold.likely - now) / DAY_MS;
  }
}

function endOf(forecast: Forecast): number {
  if (forecast.kind === 'ends') return forecast.likely;
  return forecast.kind === 'used-up' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
