import { randomBytes } from 'node:crypto';
import type { Behaviour, BillingSandbox, Figures } from '../sandbox/billing/index.ts';
import { UsagePattern } from './usage-pattern.ts';

/** The kinds of keys that the demo has, and what they show. */
export const KEY_KINDS = {
  good: 'works, with most of its balance left',
  work: 'works as well: a second one, for a team',
  low: 'works, nearly empty',
  refused: 'is refused with a 401',
  down: 'cannot be checked: a page about maintenance comes for an answer',
} as const;

export type KeyKind = keyof typeof KEY_KINDS;

const KINDS: readonly KeyKind[] = ['good', 'work', 'low', 'refused', 'down'];

/** What is used of each working key on an average day, in money. */
const PER_DAY: Readonly<Partial<Record<KeyKind, number>>> = { good: 5.6, work: 2, low: 0.45 };

const WORK: Figures = {
  remainingPoints: '2412250.000000',
  points: '3000000.000000',
  remainingAmount: '241.225000',
  amount: '300.000000',
};

const LOW: Figures = {
  remainingPoints: '41000.000000',
  points: '2100000.000000',
  remainingAmount: '4.100000',
  amount: '210.000000',
};

/**
 * How the API fails here. No 503: after some of those the bot pauses its calls, for as long as a clock says that
 * is not sent ahead.
 */
export const MAINTENANCE: Behaviour = { kind: 'raw', status: 200, body: '<html>Under maintenance</html>' };

/** So that the same time brings the same usage every time that the demo is played. */
const SEED = 20;

/** Keys made up at each start, by kind. They are typed as `{good}` and never shown whole. */
export class DemoKeys {
  readonly #billing: BillingSandbox;
  readonly #keys: ReadonlyMap<KeyKind, string>;
  readonly #usage = new UsagePattern(SEED);
  /** Those that somebody has typed by now: nobody uses the others. */
  readonly #inUse = new Set<KeyKind>();

  constructor(billing: BillingSandbox) {
    this.#billing = billing;
    this.#keys = new Map(KINDS.map((kind) => [kind, `sk-demo-${randomBytes(12).toString('hex')}`]));
    billing.setKey(this.#of('good'), { kind: 'good' });
    billing.setKey(this.#of('work'), { kind: 'good', figures: WORK });
    billing.setKey(this.#of('low'), { kind: 'good', figures: LOW });
    billing.setKey(this.#of('refused'), { kind: 'refused', httpStatus: 200 });
    billing.setKey(this.#of('down'), MAINTENANCE);
  }

  /** Puts the keys in for `{good}` and the like. */
  fillIn(text: string): string {
    return KINDS.reduce((filled, kind) => {
      if (!filled.includes(`{${kind}}`)) return filled;
      this.#inUse.add(kind);
      return filled.replaceAll(`{${kind}}`, this.#of(kind));
    }, text);
  }

  /** Hides the keys that a text holds. */
  mask(text: string): string {
    return [...this.#keys.values()].reduce(
      (masked, key) => masked.replaceAll(key, `sk-demo-…${key.slice(-4)}`),
      text,
    );
  }

  /** Takes so much money off a working key, and points to match. Throws for anything but a decimal. */
  spend(amount: string, kind = 'good'): void {
    this.#account(kind).spend(amount);
  }

  /** Pays so much money into a working key, and points to match. Throws for anything but a decimal. */
  topUp(amount: string, kind = 'good'): void {
    this.#account(kind).topUp(amount);
  }

  /** Uses the keys as they are used from one moment to another, in milliseconds since 1970, as far as money goes. */
  use(from: number, until: number): void {
    for (const kind of KINDS.filter((each) => this.#inUse.has(each))) {
      const perDay = PER_DAY[kind];
      if (perDay === undefined) continue;
      const account = this.#account(kind);
      const left = Math.max(0, Number(account.figures.remainingAmount));
      account.spend(Math.min(this.#usage.between(from, until, perDay), left).toFixed(6));
    }
  }

  /** Brings the key back that was down. */
  recover(): void {
    this.#billing.setKey(this.#of('down'), { kind: 'good' });
  }

  #account(kind: string) {
    const found = KINDS.find((each) => each === kind);
    if (found === undefined || PER_DAY[found] === undefined) {
      throw new Error(`money is spent from, and paid into: ${Object.keys(PER_DAY).join(', ')}`);
    }
    return this.#billing.account(this.#of(found));
  }

  #of(kind: KeyKind): string {
    const key = this.#keys.get(kind);
    if (key === undefined) throw new Error(`there is no key ${kind}`);
    return key;
  }
}
