import { type Random, seededRandom } from '../forecast/random.ts';

const HOUR_MS = 3_600_000;

const WEEKDAY = 1.25;
const WEEKEND = 0.375;

/** By the hour of the day, from midnight on: mornings and afternoons of work, quiet nights. One on average. */
const HOURS = [
  0.2, 0.1, 0.1, 0.1, 0.1, 0.2, 0.4, 0.8, 1.4, 1.9, 2.1, 2, 1.4, 1.6, 2, 2.1, 1.9, 1.6, 1.2, 0.9, 0.7, 0.5,
  0.4, 0.3,
];

/** This share of an hour's use is steady; the rest comes in bursts. */
const STEADY = 0.3;

/** How a key is used over time: on weekdays more than at weekends, by day more than by night, never quite the same. */
export class UsagePattern {
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  /**
   * What is used from one moment to another, in milliseconds since 1970.
   *
   * @param perDay on average
   */
  between(from: number, until: number, perDay: number): number {
    let used = 0;
    for (let at = from; at < until; at += HOUR_MS) {
      const share = Math.min(until - at, HOUR_MS) / HOUR_MS;
      used += (perDay / 24) * share * weightOf(new Date(at)) * this.#noise();
    }
    return used;
  }

  #noise(): number {
    return STEADY - (1 - STEADY) * Math.log(1 - this.#random.uniform());
  }
}

function weightOf(time: Date): number {
  const isWeekend = [0, 6].includes(time.getUTCDay());
  return (isWeekend ? WEEKEND : WEEKDAY) * (HOURS[time.getUTCHours()] ?? 1);
}
