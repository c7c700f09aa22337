import { type BotApiError, Refusal } from './errors.ts';

/** Errors that a test wants in place of answers. */
export class FailurePlan {
  readonly #planned = new Map<string, BotApiError[]>();

  /** Fails the next `times` calls of `method`, after those planned already. */
  add(method: string, error: BotApiError, times: number): void {
    const planned = this.#planned.get(method) ?? [];
    this.#planned.set(method, [...planned, ...Array.from({ length: times }, () => error)]);
  }

  /** @throws Refusal when the call is to fail */
  check(method: string): void {
    const error = this.#planned.get(method)?.shift();
    if (error !== undefined) throw new Refusal(error);
  }
}
