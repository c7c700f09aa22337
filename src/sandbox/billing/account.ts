import { parseDecimal } from '../../balance/decimal.ts';
import type { Figures } from './behaviour.ts';

/** What the stand-in takes for one unit of money; the real API does not say. */
const POINTS_PER_UNIT = 10_000n;

/** The API states figures with six places. */
const PLACES = 6;

/** The account behind a key: what is spent and paid in shows in the next answer. Amounts are decimal strings. */
export class BillingAccount {
  readonly #changed: (figures: Figures) => void;
  #figures: Figures;

  /** @param changed told of the new figures after every change */
  constructor(figures: Figures, changed: (figures: Figures) => void) {
    this.#figures = figures;
    this.#changed = changed;
  }

  get figures(): Figures {
    return this.#figures;
  }

  /** Takes money off what remains, and points to match, below zero if need be. Throws for no amount. */
  spend(amount: string): void {
    const spent = micros(amount);
    const { remainingAmount, remainingPoints } = this.#figures;
    this.#set({
      ...this.#figures,
      remainingAmount: plus(remainingAmount, -spent),
      remainingPoints: plus(remainingPoints, -spent * POINTS_PER_UNIT),
    });
  }

  /** Adds money to what remains and to the total, and points to match. Throws for no amount. */
  topUp(amount: string): void {
    const paid = micros(amount);
    const { remainingAmount, amount: total, remainingPoints, points } = this.#figures;
    this.#set({
      remainingAmount: plus(remainingAmount, paid),
      amount: plus(total, paid),
      remainingPoints: plus(remainingPoints, paid * POINTS_PER_UNIT),
      points: plus(points, paid * POINTS_PER_UNIT),
    });
  }

  #set(figures: Figures): void {
    this.#figures = figures;
    this.#changed(figures);
  }
}

function plus(figure: string, added: bigint): string {
  const sum = micros(figure) + added;
  const digits = (sum < 0n ? -sum : sum).toString().padStart(PLACES + 1, '0');
  return `${sum < 0n ? '-' : ''}${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`;
}

/** A decimal in millionths. */
function micros(text: string): bigint {
  const decimal = parseDecimal(text);
  if (decimal === undefined || decimal.scale > PLACES) throw new Error(`${text} is no amount`);
  return decimal.unscaled * 10n ** BigInt(PLACES - decimal.scale);
}
