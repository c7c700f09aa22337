import type { Decimal } from '../balance/decimal.ts';
import type { Series } from '../history/series.ts';
import { spentBetween } from '../history/spending.ts';
import type { FigureName } from '../history/steps.ts';
import { DAY_MS } from '../time/local-time.ts';

/** What was spent of one figure, exactly; top-ups are taken out. */
export interface Spending {
  readonly today: Decimal;
  readonly week: Decimal;
  readonly month: Decimal;
  /** The average a day over the last 30 days, or over what is known of them; `undefined` under a day. */
  readonly perDay: Decimal | undefined;
}

/** An average needs no more digits than the provider's figures have. */
const SCALE = 6;

/**
 * @param now milliseconds since 1970
 * @param dayStart when this day began for the person who asks
 */
export function spendingIn(series: Series, figure: FigureName, now: number, dayStart: number): Spending {
  const since = (from: number) => spentBetween(series, from, now, figure);
  const month = since(now - 30 * DAY_MS);
  const known = Math.min(now - (series[0]?.readAt ?? now), 30 * DAY_MS);
  return {
    today: since(dayStart),
    week: since(now - 7 * DAY_MS),
    month,
    perDay: known < DAY_MS ? undefined : perDay(month, known),
  };
}

function perDay({ unscaled, scale }: Decimal, ms: number): Decimal {
  const places = Math.max(SCALE - scale, 0);
  const numerator = unscaled * 10n ** BigInt(places) * BigInt(DAY_MS);
  return { unscaled: numerator / BigInt(Math.round(ms)), scale: scale + places };
}
