import type { QuietHours } from '../time/quiet-hours.ts';

const TIME = '(\\d{1,2})(?:[:.]?([0-5]\\d))?\\s*(am|pm|[点點时時])?';
const SPAN = new RegExp(`^${TIME}\\s*(?:[-–—−~〜到至]|to)\\s*${TIME}$`, 'i');

/** Reads `22-8`, `22:30–7:15`, `10pm to 7am`, `22点到8点` or `off`, also in full width; `undefined` where it is neither. */
export function parseQuietHours(typed: string): QuietHours | 'off' | undefined {
  // Full-width digits, colons and hyphens become plain ones.
  const text = typed.normalize('NFKC').trim();
  if (/^(off|关|关闭|關閉)$/i.test(text)) return 'off';
  const [, fromHour, fromMinute, fromHalf, untilHour, untilMinute, untilHalf] = SPAN.exec(text) ?? [];
  const from = minuteOfDay(fromHour, fromMinute, fromHalf);
  const until = minuteOfDay(untilHour, untilMinute, untilHalf);
  return from === undefined || until === undefined || from === until ? undefined : { from, until };
}

/** `22:00–08:00`. */
export function formatQuietHours({ from, until }: QuietHours): string {
  return `${formatMinute(from)}–${formatMinute(until)}`;
}

/** Midnight may be 24:00 as well; 12am is midnight, and 12pm noon. @param half of the day, where it is said */
function minuteOfDay(hour: string | undefined, minute = '0', half = ''): number | undefined {
  if (hour === undefined) return undefined;
  const isHalf = /^[ap]m$/i.test(half);
  if (isHalf && (Number(hour) < 1 || Number(hour) > 12)) return undefined;
  const hours = isHalf ? (Number(hour) % 12) + (/^pm$/i.test(half) ? 12 : 0) : Number(hour);
  const minutes = hours * 60 + Number(minute);
  return minutes > 1440 ? undefined : minutes % 1440;
}

function formatMinute(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}
