import { type BotApiError, Refusal } from './errors.ts';

/** An answer that is not Telegram's own, such as a proxy's page, given before Telegram hears of the call. */
export interface RawAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** The page of a proxy that gets no answer from Telegram. */
export const BAD_GATEWAY: RawAnswer = {
  status: 502,
  contentType: 'text/html',
  body: '<html><body><h1>502 Bad Gateway</h1></body></html>',
};

export type Failure = BotApiError | RawAnswer;

/** Thrown to have a call answered with `answer`, as it stands. */
export class Intercepted extends Error {
  readonly answer: RawAnswer;

  constructor(answer: RawAnswer) {
    super(`answered with ${answer.status} on the way`);
    this.answer = answer;
  }
}

/** Thrown to have a call's connection broken off instead of answered. */
export class HangUp extends Error {}

/** Errors that a test wants in place of answers. */
export class FailurePlan {
  readonly #planned = new Map<string, Failure[]>();

  /** Fails the next `times` calls of `method`, after those planned already. */
  add(method: string, failure: Failure, times: number): void {
    const planned = this.#planned.get(method) ?? [];
    this.#planned.set(method, [...planned, ...Array.from({ length: times }, () => failure)]);
  }

  /** @throws Refusal or Intercepted when the call is to fail */
  check(method: string): void {
    const failure = this.#planned.get(method)?.shift();
    if (failure === undefined) return;
    throw 'error_code' in failure ? new Refusal(failure) : new Intercepted(failure);
  }
}
