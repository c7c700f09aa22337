import { Blocks } from './blocks.ts';
import type { Outlook } from './outlook.ts';
import type { Random } from './random.ts';
import { WEEK_HOURS } from './spending.ts';

/** An even number: they come in pairs. */
const PATHS = 256;

/** A trend is followed for so long, then the level is kept. */
const TREND_HOURS = 8 * WEEK_HOURS;

/** So many seasons are drawn; then their differences have evened out, and a path goes on at the average. */
const MOST_DRAWN = 16 * 7;

/** Ways in which the spending may go on, season by season, each like a block of the past. */
export class Paths {
  /** After how many hours each path has used up what is left; Infinity where it does not within the horizon. */
  readonly ends = new Float64Array(PATHS).fill(Number.POSITIVE_INFINITY);
  readonly #left: number;
  readonly #outlook: Outlook;
  readonly #blocks: Blocks;
  readonly #horizonHours: number;
  readonly #seasons: number;
  /** How many of the paths go on spending at all. */
  readonly #going: number;
  readonly #levels = new Float64Array(PATHS);
  readonly #trends = new Float64Array(PATHS);
  /** The block of each season of each path, and what the path has spent before. */
  readonly #drawn: Int32Array;
  readonly #spentBefore: Float64Array;

  /** @param left what there is to spend, above zero @param horizonHours whole weeks */
  constructor(outlook: Outlook, left: number, horizonHours: number, random: Random) {
    this.#left = left;
    this.#outlook = outlook;
    this.#blocks = new Blocks(outlook);
    this.#horizonHours = horizonHours;
    this.#seasons = Math.min(horizonHours / outlook.season, MOST_DRAWN);
    this.#going = Math.round(PATHS * (1 - outlook.stopped));
    this.#drawn = new Int32Array(PATHS * this.#seasons);
    this.#spentBefore = new Float64Array(PATHS * (this.#seasons + 1));
    for (let path = 0; path < PATHS; path += 2) {
      // The second of a pair errs as far as the first, to the other side: so the middle is soon settled.
      const level = random.normal() * outlook.deviation;
      const trend = random.normal() * outlook.trend.deviation;
      this.#levels[path] = Math.exp(level);
      this.#levels[path + 1] = Math.exp(-level);
      this.#trends[path] = outlook.trend.mean + trend;
      this.#trends[path + 1] = outlook.trend.mean - trend;
    }
    for (let path = 0; path < this.#going; path++) this.ends[path] = this.#follow(path, random);
  }

  /** What each path has left after so many hours, zero at least; beyond the horizon what it has there. */
  leftAfter(hours: number): Float64Array {
    const lefts = new Float64Array(PATHS).fill(this.#left);
    const within = Math.min(hours, this.#horizonHours);
    for (let path = 0; path < this.#going; path++) lefts[path] = this.#leftOf(path, within);
    return lefts;
  }

  #follow(path: number, random: Random): number {
    const { season } = this.#outlook;
    const first = path * (this.#seasons + 1);
    let spent = 0;
    for (let index = 0; index < this.#seasons; index++) {
      const block = this.#blocks.draw(random.uniform());
      const factor = this.#factor(path, index);
      const total = this.#blocks.total(block) * factor;
      this.#drawn[path * this.#seasons + index] = block;
      if (spent + total >= this.#left) {
        return index * season + this.#blocks.hoursUntil(block, (this.#left - spent) / factor);
      }
      spent += total;
      this.#spentBefore[first + index + 1] = spent;
    }
    const end = this.#seasons * season + (this.#left - spent) / this.#perHourAfter(path);
    return end <= this.#horizonHours ? end : Number.POSITIVE_INFINITY;
  }

  #leftOf(path: number, hours: number): number {
    if (hours >= (this.ends[path] ?? 0)) return 0;
    const { season } = this.#outlook;
    const index = Math.min(Math.floor(hours / season), this.#seasons);
    const since = hours - index * season;
    const inSeason =
      index < this.#seasons
        ? this.#blocks.spent(this.#drawn[path * this.#seasons + index] ?? 0, since) *
          this.#factor(path, index)
        : since * this.#perHourAfter(path);
    return Math.max(0, this.#left - (this.#spentBefore[path * (this.#seasons + 1) + index] ?? 0) - inSeason);
  }

  /** What a path spends in an hour after the seasons that are drawn. */
  #perHourAfter(path: number): number {
    return this.#outlook.perHour * this.#factor(path, this.#seasons);
  }

  /** How much more than the blocks a path spends in a season: it grew since they were seen, and goes on to. */
  #factor(path: number, index: number): number {
    const { age, season } = this.#outlook;
    const ahead = Math.min(index + 0.5, TREND_HOURS / season);
    return (this.#levels[path] ?? 0) * Math.exp((this.#trends[path] ?? 0) * (age + ahead));
  }
}
