import { DAY_MS, firstMoment, MINUTE_MS, modulo, wallClock } from './local-time.ts';

/**
 * When somebody wants to hear only what is urgent, in minutes of the local day, from 0 to 1439.
 *
 * They run over midnight where `from` is the later one, and there are none where both are the same.
 */
export interface QuietHours {
  readonly from: number;
  /** The first minute that is not quiet any more. */
  readonly until: number;
}

/** For people who told their time zone and nothing else: from 22:00 to 8:00. */
export const USUAL_QUIET_HOURS: QuietHours = { from: 22 * 60, until: 8 * 60 };

/** Whether a clock in that zone shows a quiet hour at a moment. @param zone an IANA name */
export function isQuiet(at: number, zone: string, quiet: QuietHours): boolean {
  return isQuietOnClock(wallClock(zone)(at), quiet);
}

/**
 * When the quiet time that holds at `at` is over, in milliseconds since 1970; `at` itself where none holds.
 *
 * That is when a clock in that zone first shows an hour that is not quiet, by running or by being changed.
 *
 * @param zone an IANA name
 */
export function quietEnd(at: number, zone: string, quiet: QuietHours): number {
  const clock = wallClock(zone);
  const offset = (moment: number) => clock(moment) - moment;
  let moment = at;
  while (isQuietOnClock(clock(moment), quiet)) {
    const start = moment;
    const end = start + modulo(quiet.until * MINUTE_MS - clock(start), DAY_MS);
    moment =
      offset(end) === offset(start)
        ? end
        : firstMoment(start, end, (later) => offset(later) !== offset(start));
  }
  return moment;
}

function isQuietOnClock(shown: number, { from, until }: QuietHours): boolean {
  const minute = Math.floor(modulo(shown, DAY_MS) / MINUTE_MS);
  return from <= until ? from <= minute && minute < until : minute >= from || minute < until;
}
