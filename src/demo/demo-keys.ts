import { randomBytes } from 'node:crypto';
import { parseDecimal, toPlainString } from '../balance/decimal.ts';
import { type BillingSandbox, DOCUMENTED_FIGURES, type Figures } from '../sandbox/billing/index.ts';

/** The kinds of keys that the demo has, and what they show. */
export const KEY_KINDS = {
  good: 'works, with most of its balance left',
  low: 'works, nearly empty',
  refused: 'is refused with a 401',
  down: 'cannot be checked: the service answers 503',
} as const;

export type KeyKind = keyof typeof KEY_KINDS;

const LOW: Figures = {
  remainingPoints: '41000.000000',
  points: '2100000.000000',
  remainingAmount: '4.100000',
  amount: '210.000000',
};

/** What the demo's provider takes for one unit of money; the real one does not say. */
const POINTS_PER_UNIT = 10_000n;

/** Keys made up at each start, by kind. They are typed as `{good}` and never shown whole. */
export class DemoKeys {
  readonly #billing: BillingSandbox;
  readonly #keys = new Map<KeyKind, string>();
  #good = DOCUMENTED_FIGURES;

  constructor(billing: BillingSandbox) {
    this.#billing = billing;
    for (const kind of ['good', 'low', 'refused', 'down'] as const) {
      this.#keys.set(kind, `sk-demo-${randomBytes(12).toString('hex')}`);
    }
    billing.setKey(this.#of('good'), { kind: 'good', figures: this.#good });
    billing.setKey(this.#of('low'), { kind: 'good', figures: LOW });
    billing.setKey(this.#of('refused'), { kind: 'refused', httpStatus: 200 });
    billing.setKey(this.#of('down'), { kind: 'raw', status: 503, body: '<html>Service Unavailable</html>' });
  }

  /** Puts the keys in for `{good}` and the like. */
  fillIn(text: string): string {
    return text.replace(/\{(good|low|refused|down)\}/g, (_, kind: KeyKind) => this.#of(kind));
  }

  /** Hides the keys that a text holds. */
  mask(text: string): string {
    return [...this.#keys.values()].reduce(
      (masked, key) => masked.replaceAll(key, `sk-demo-…${key.slice(-4)}`),
      text,
    );
  }

  /** Takes `amount` of money off the good key, and points to match. Throws for anything but a decimal. */
  spend(amount: string): void {
    const spent = parseDecimal(amount);
    if (spent === undefined || spent.scale > 6) throw new Error(`${amount} is no amount`);
    const micro = spent.unscaled * 10n ** BigInt(6 - spent.scale);
    this.#good = {
      ...this.#good,
      remainingAmount: subtract(this.#good.remainingAmount, micro),
      remainingPoints: subtract(this.#good.remainingPoints, micro * POINTS_PER_UNIT),
    };
    this.#billing.setKey(this.#of('good'), { kind: 'good', figures: this.#good });
  }

  /** Brings the key back that was down. */
  recover(): void {
    this.#billing.setKey(this.#of('down'), { kind: 'good' });
  }

  #of(kind: KeyKind): string {
    const key = this.#keys.get(kind);
    if (key === undefined) throw new Error(`there is no key ${kind}`);
    return key;
  }
}

/** Takes millionths off a figure. */
function subtract(figure: string, micro: bigint): string {
  const { unscaled = 0n, scale = 0 } = parseDecimal(figure) ?? {};
  return toPlainString({ unscaled: unscaled * 10n ** BigInt(6 - scale) - micro, scale: 6 });
}
