import type { Series } from '../history/series.ts';
import { topUps } from '../history/spending.ts';
import { daysLeft, type Outlook } from '../usage/outlook.ts';
import type { Reading } from './crossing.ts';

/** What is known of a key by now. */
export type Seen = Reading & { readonly readAt: number };

/**
 * What a key's history says to who knew it at `since`, in milliseconds since 1970; `undefined` where it is empty.
 *
 * @param outlook of that history, now
 */
export function seenSince(since: number, series: Series, outlook: Outlook, now: number): Seen | undefined {
  const last = series.at(-1);
  return (
    last && {
      ...last,
      toppedUp: topUps(series, since, now).length > 0,
      daysLeft: daysLeft(outlook, now),
    }
  );
}
