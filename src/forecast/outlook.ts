import { DAY_HOURS, sum, WEEK_HOURS } from './spending.ts';

/** After so long a sample counts half, in hours. */
const HALF_LIFE_HOURS = 2 * WEEK_HOURS;

/** Before it is seen, a trend is thought to be some such share of the spending a week (one standard deviation). */
const USUAL_TREND_PER_WEEK = 0.06;

/** What changes faster has changed once, and does not go on to. Of the logarithm, a week. */
const FASTEST_TREND_PER_WEEK = 0.3;

/** No spender is steadier than this (one standard deviation, as a share). */
const LEAST_DEVIATION = 0.03;

/** Who was seen for some days may do otherwise on the other days of the week (likewise). */
const UNSEEN_WEEK_DEVIATION = 0.25;

/** A few sessions can differ without bound; beyond this the range says nothing any more. */
const MOST_VARIANCE = 2;

/** What the past says about the spending to come, and how sure that is. */
export interface Outlook {
  /** Hours after which the pattern of spending comes again: those of a day, or of a week once two were seen. */
  readonly season: number;
  /** What was spent in each hour of the last whole seasons, oldest first. */
  readonly hours: Float64Array;
  /** How much each of these hours counts. */
  readonly weights: Float64Array;
  /** Average spending in an hour, as weighted. */
  readonly perHour: number;
  /** How far the true level may be from the one seen: the standard deviation of its logarithm. */
  readonly deviation: number;
  /** Growth of the spending from one season to the next: of its logarithm. */
  readonly trend: { readonly mean: number; readonly deviation: number };
  /** How old the level seen is, in seasons: a trend began to change it so long ago. */
  readonly age: number;
  /** How likely it is, from 0 to 1, that there is no more spending to come. */
  readonly stopped: number;
}

/** @param spent in each hour, oldest first, at least 24 of them @param left what there is to spend, above zero */
export function outlookOf(spent: Float64Array, left: number): Outlook {
  const used = sinceFirstUse(spent);
  const season = used.length >= 2 * WEEK_HOURS ? WEEK_HOURS : DAY_HOURS;
  const seasons = Math.floor(used.length / season);
  const hours = used.subarray(used.length - seasons * season);
  const weights = hours.map((_, hour) => 2 ** ((hour - hours.length) / HALF_LIFE_HOURS));
  const weight = sum(weights);
  const perHour = sum(hours.map((amount, hour) => amount * (weights[hour] ?? 0))) / weight;
  const effectiveSeasons = weight ** 2 / sum(weights.map((each) => each ** 2)) / season;
  const age = sum(weights.map((each, hour) => each * (hours.length - hour))) / weight / season;

  const variance = seasonVariance(hours, season, perHour);
  const seasonsLeft = Math.max(1, left / (perHour * season));
  // The spending to come is drawn from as few seasons as were seen, which differ too little among themselves.
  const unseen = (variance / effectiveSeasons) * (1 + 1 / seasons) + variance / (seasons * seasonsLeft);
  const unseenWeek = season === WEEK_HOURS ? 0 : UNSEEN_WEEK_DEVIATION;
  return {
    season,
    hours,
    weights,
    perHour,
    deviation: Math.hypot(Math.sqrt(unseen), unseenWeek, LEAST_DEVIATION),
    trend: trendOf(hours, season, variance),
    age,
    stopped: stoppedProbability(hours),
  };
}

/** Without the weeks before the first spending: who has not begun yet is another spender than who has. */
function sinceFirstUse(spent: Float64Array): Float64Array {
  const first = spent.findIndex((amount) => amount > 0);
  return first < WEEK_HOURS ? spent : spent.subarray(Math.min(first, spent.length - DAY_HOURS));
}

/** How much whole seasons differ: the variance of their totals, as a share of the average total squared. */
function seasonVariance(hours: Float64Array, season: number, perHour: number): number {
  const part = season === WEEK_HOURS ? DAY_HOURS : DAY_HOURS / 4;
  const parts = totals(hours, part, perHour * season);
  const perSeason = season / part;
  const differences =
    parts.length > perSeason
      ? parts.subarray(perSeason).map((share, index) => (share - (parts[index] ?? 0)) ** 2 / 2)
      : parts.map((share) => (share - 1 / perSeason) ** 2 * (perSeason / (perSeason - 1)));
  return Math.min((sum(differences) / differences.length) * perSeason, MOST_VARIANCE);
}

/** Compares the later half of the last eight weeks with the earlier, and believes it as far as it is clear. */
function trendOf(hours: Float64Array, season: number, variance: number): Outlook['trend'] {
  const usual = (USUAL_TREND_PER_WEEK * season) / WEEK_HOURS;
  const half = Math.min(Math.floor(hours.length / season / 2), 4);
  const count = hours.length;
  const later = sum(hours.subarray(count - half * season));
  const earlier = sum(hours.subarray(count - 2 * half * season, count - half * season));
  if (season !== WEEK_HOURS || !(later > 0 && earlier > 0)) return { mean: 0, deviation: usual };
  const fastest = FASTEST_TREND_PER_WEEK;
  const seen = Math.min(fastest, Math.max(-fastest, Math.log(later / earlier) / half));
  const doubt = (2 * variance) / half ** 3;
  const belief = usual ** 2 / (usual ** 2 + doubt);
  return { mean: belief * seen, deviation: usual * Math.sqrt(1 - belief) };
}

/** A pause that is twice the longest before it (a day, if they were shorter) is as likely as not the end. */
function stoppedProbability(hours: Float64Array): number {
  let longest = DAY_HOURS;
  let pause = 0;
  for (const amount of hours) {
    if (amount === 0) {
      pause += 1;
      continue;
    }
    longest = Math.max(longest, pause);
    pause = 0;
  }
  return Math.min(1, Math.max(0, (pause / longest - 1) / 2));
}

function totals(hours: Float64Array, size: number, unit: number): Float64Array {
  return Float64Array.from(
    { length: hours.length / size },
    (_, index) => sum(hours.subarray(index * size, (index + 1) * size)) / unit,
  );
}
