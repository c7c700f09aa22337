import type { Random } from '../../src/forecast/random.ts';
import type { Sample } from '../../src/forecast/spending.ts';
import type { Pattern, Spender } from './spenders.ts';

const HOUR_MS = 3_600_000;
/** A Monday. */
const BEGIN = Date.UTC(2024, 0, 1);
const HORIZON_HOURS = 728 * 24;

/** A user's past as it was sampled, and the truth about the future. */
export interface Story {
  readonly samples: readonly Sample[];
  readonly now: number;
  /** When the money is gone; Infinity when that is beyond two years. */
  readonly end: number;
}

export interface Circumstances {
  readonly historyHours: number;
  /** Hours before the end of the history at which the user has ceased to spend. */
  readonly stoppedHours?: number;
}

/** Tells of a user whose past begins at any hour of a week, and who has money left for some 2 to 60 days. */
export function tell(pattern: Pattern, { historyHours, stoppedHours }: Circumstances, random: Random): Story {
  const begin = Math.floor(random.uniform() * 168);
  const ceased = stoppedHours === undefined ? Number.POSITIVE_INFINITY : historyHours - stoppedHours;
  const user = pattern(random);
  const spender: Spender = (hour) => (hour - begin < ceased ? user(hour) : 0);
  const before = [0];
  for (let hour = 0; hour < historyHours; hour++) before.push((before[hour] ?? 0) + spender(begin + hour));
  const left = 2 * 30 ** random.uniform();

  const topUp = historyHours > 48 && random.uniform() < 0.5 ? random.uniform() * historyHours : -1;
  const start = (before[historyHours] ?? 0) + left;
  const leftAt = (hour: number) => {
    const [floor, ceiling] = [before[Math.floor(hour)] ?? 0, before[Math.ceil(hour)] ?? 0];
    return start - floor - (ceiling - floor) * (hour % 1) - (hour < topUp ? start / 2 : 0);
  };
  const at = (hour: number) => BEGIN + Math.round((begin + hour) * HOUR_MS);
  const samples = sampledHours(historyHours, random).map((hour) => ({ at: at(hour), left: leftAt(hour) }));

  const now = at(historyHours) + 60_000;
  if (stoppedHours !== undefined) return { samples, now, end: Number.POSITIVE_INFINITY };
  let rest = left;
  let hour = historyHours;
  while (rest > 0 && hour < historyHours + HORIZON_HOURS) {
    const spent = spender(begin + hour);
    hour += spent >= rest ? rest / spent : 1;
    rest -= spent;
  }
  return { samples, now, end: rest > 0 ? Number.POSITIVE_INFINITY : at(hour) };
}

/** Daily, hourly in the last 30 days, about every ten minutes in the last day. */
function sampledHours(historyHours: number, random: Random): number[] {
  const hours = [0];
  for (let hour = 0; hour < historyHours; ) {
    const age = historyHours - hour;
    hour += age > 30 * 24 ? 24 : age > 24 ? 1 : (0.5 + random.uniform()) / 6;
    hours.push(Math.min(hour, historyHours));
  }
  return hours;
}
