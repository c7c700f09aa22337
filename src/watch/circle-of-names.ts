import type { Stretch } from '../storage/storage.ts';

/** The digits of base64url in the order of bytes, which is that of a store's names. */
const DIGITS = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';

/** Sixteen million places: far more than there are moments at which a sweep goes on. */
const PLACES = 4;

/**
 * The names whose turn it is between two moments, when a sweep goes once round all names in `periodMs`.
 *
 * Names of records are keyed hashes and so lie evenly on a circle. That of a sweep's hand is told by the clock
 * alone, so a sweep is spread evenly however many names there are, and goes on after a restart where it was.
 *
 * @param from where the hand was last, in milliseconds since 1970
 * @param until where it is now
 */
export function stretchesBetween(from: number, until: number, periodMs: number): readonly Stretch[] {
  if (until <= from) return [];
  if (until - from >= periodMs) return [{}];
  const [begin, end] = [placeAt(from, periodMs), placeAt(until, periodMs)];
  if (begin === end) return [];
  return begin < end ? [{ from: begin, until: end }] : [{ from: begin }, { until: end }];
}

function placeAt(moment: number, periodMs: number): string {
  let rest = Math.floor(((moment % periodMs) / periodMs) * DIGITS.length ** PLACES);
  let place = '';
  for (let digit = 0; digit < PLACES; digit += 1) {
    place = DIGITS.charAt(rest % DIGITS.length) + place;
    rest = Math.floor(rest / DIGITS.length);
  }
  return place;
}
