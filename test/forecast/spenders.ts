import type { Random } from '../../src/forecast/random.ts';

/** Spending of one user, hour by hour; called in order. @param hour since a Monday's midnight */
export type Spender = (hour: number) => number;

/** Makes a user of a kind, who spends about one unit a day. */
export type Pattern = (random: Random) => Spender;

const lognormal = (random: Random, deviation: number) =>
  Math.exp(deviation * random.normal() - deviation ** 2 / 2);

/** A program that runs day and night, a little more in one hour than in another, and in one day than in another. */
const steady: Pattern = (random) => {
  let day = 1;
  return (hour) => {
    if (hour % 24 === 0) day = lognormal(random, 0.15);
    return (day * lognormal(random, 0.3)) / 24;
  };
};

/** Office hours on weekdays, next to nothing at the weekend. */
const weekly: Pattern = (random) => {
  let day = 1;
  return (hour) => {
    if (hour % 24 === 0) day = lognormal(random, 0.4) * (Math.floor(hour / 24) % 7 < 5 ? 1.4 : 0.05);
    return hour % 24 >= 9 && hour % 24 < 18 ? (day * lognormal(random, 0.5)) / 9 : 0;
  };
};

/** Sessions of some hours by day at random times, the money for one drawn by `size`. */
const sessions =
  (perDay: number, size: (random: Random) => number): Pattern =>
  (random) => {
    let [left, rate] = [0, 0];
    return (hour) => {
      const awake = hour % 24 >= 8;
      if (awake && random.uniform() < perDay / 16) {
        left = 1 + Math.floor(random.uniform() * 4);
        rate = size(random) / perDay / left;
      }
      left -= 1;
      return left >= 0 ? rate : 0;
    };
  };

const bursty = sessions(1.5, (random) => lognormal(random, 1));

/** Pareto with the exponent 1.7: the variance is infinite. */
const heavyBursts = sessions(2, (random) => (0.7 / 1.7) * (1 - random.uniform()) ** (-1 / 1.7));

/** Office hours again, that become more (or fewer) by the same share each day. */
const trending =
  (growthPerDay: number): Pattern =>
  (random) => {
    const user = weekly(random);
    let begin: number | undefined;
    return (hour) => {
      begin ??= hour;
      return user(hour) * Math.exp((growthPerDay * (hour - begin)) / 24);
    };
  };

/** Every three weeks or so something changes, and the user goes on at another level. */
const changeable: Pattern = (random) => {
  const user = weekly(random);
  let level = lognormal(random, 0.5);
  return (hour) => {
    if (random.uniform() < 1 / (21 * 24)) level = lognormal(random, 0.5);
    return level * user(hour);
  };
};

export const PATTERNS = {
  steady,
  weekly,
  bursty,
  'heavy bursts': heavyBursts,
  'growing 1 % a day': trending(0.01),
  'shrinking 1 % a day': trending(-0.01),
  changeable,
} as const satisfies Record<string, Pattern>;
