import type { Outlook } from '../usage/outlook.ts';
import type { Turn } from './command.ts';
import { formatDay, formatDays, formatMoment, isSoon } from './times.ts';

/** What the forecast says, in a sentence or two: until when it lasts, with its range. */
export function forecastText({ say, locale, timeZone, services }: Turn, { forecast }: Outlook): string {
  const now = services.now();
  switch (forecast.kind) {
    case 'too-little-data':
      return say('forecast-too-little');
    case 'used-up':
      return say('forecast-used-up');
    case 'not-spending':
      return say('forecast-not-spending');
    case 'ends': {
      const { early, likely, late } = forecast;
      const days = likely - now;
      const inDays = (moment: number) => formatDays(moment - now, locale, days);
      const range =
        late === undefined
          ? say('forecast-range-open', { early: inDays(early) })
          : say('forecast-range', { early: inDays(early), late: inDays(late) });
      return say('forecast-ends', {
        days: formatDays(days, locale),
        date: isSoon(days) ? formatMoment(likely, locale, timeZone) : formatDay(likely, locale, timeZone),
        range,
      });
    }
  }
}
