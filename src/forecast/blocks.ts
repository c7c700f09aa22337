import type { Outlook } from './outlook.ts';

/** Blocks are drawn from a table of this length, in which each occurs as often as it counts. */
const DRAWS = 2048;

/**
 * The blocks of the past that the time to come is made of: each begins at any hour of it and is a season long.
 * The past goes round in a circle, so that each hour is in as many blocks.
 *
 * A block gives each hour of the season what it holds for that very hour, wherever in the season it began: so a
 * Sunday follows a Saturday.
 */
export class Blocks {
  readonly #season: number;
  /** What was spent before each hour, twice round. */
  readonly #before: Float64Array;
  readonly #draws: Int32Array;

  constructor({ season, hours, weights }: Outlook) {
    this.#season = season;
    this.#before = runningTotals(hours);
    this.#draws = drawTable(runningTotals(weights), season);
  }

  /** @param chance evenly spread from 0 up to but without 1 @returns the hour at which the block begins */
  draw(chance: number): number {
    return this.#draws[Math.floor(chance * DRAWS)] ?? 0;
  }

  /** What is spent in the whole block. */
  total(block: number): number {
    return this.#between(block, block + this.#season);
  }

  /** What is spent in the first hours of the season, parts of an hour included. */
  spent(block: number, hours: number): number {
    const whole = Math.floor(hours);
    const spent = this.#spentInWhole(block, whole);
    return whole === hours ? spent : spent + (this.#spentInWhole(block, whole + 1) - spent) * (hours - whole);
  }

  /** After how many hours of the season so much has been spent. @param amount no more than the total */
  hoursUntil(block: number, amount: number): number {
    let [low, high] = [0, this.#season];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#spentInWhole(block, middle) >= amount) high = middle;
      else low = middle;
    }
    const below = this.#spentInWhole(block, low);
    const above = this.#spentInWhole(block, high);
    return above > below ? low + Math.min(1, Math.max(0, (amount - below) / (above - below))) : high;
  }

  #spentInWhole(block: number, hours: number): number {
    const place = block % this.#season;
    const seasonBegins = block + this.#season - place;
    return hours <= place
      ? this.#between(seasonBegins, seasonBegins + hours)
      : this.#between(seasonBegins, block + this.#season) + this.#between(block, block + hours - place);
  }

  #between(from: number, to: number): number {
    return (this.#before[to] ?? 0) - (this.#before[from] ?? 0);
  }
}

function runningTotals(hours: Float64Array): Float64Array {
  const totals = new Float64Array(2 * hours.length + 1);
  for (let index = 0; index < 2 * hours.length; index++) {
    totals[index + 1] = (totals[index] ?? 0) + (hours[index % hours.length] ?? 0);
  }
  return totals;
}

/** The blocks, spread evenly over the sum of their weights; a block weighs as much as its hours do. */
function drawTable(weightBefore: Float64Array, season: number): Int32Array {
  const count = (weightBefore.length - 1) / 2;
  const total = season * (weightBefore[count] ?? 0);
  const table = new Int32Array(DRAWS);
  let block = -1;
  let reached = 0;
  for (let draw = 0; draw < DRAWS; draw++) {
    while (reached < (total * (draw + 0.5)) / DRAWS && block < count - 1) {
      block += 1;
      reached += (weightBefore[block + season] ?? 0) - (weightBefore[block] ?? 0);
    }
    table[draw] = block;
  }
  return table;
}
