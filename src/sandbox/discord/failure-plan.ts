import type { DiscordRefusal } from './errors.ts';

/** An answer of the REST API. */
export interface RestAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; `undefined` for an empty body. */
  readonly body: unknown;
}

/**
 * 429, as Discord states it (Discord documentation, "Rate limits").
 *
 * @param retryAfter seconds
 */
export function rateLimited(retryAfter: number, options: { readonly global?: boolean } = {}): RestAnswer {
  const { global = false } = options;
  return {
    status: 429,
    headers: {
      'retry-after': String(retryAfter),
      ...(global
        ? { 'x-ratelimit-global': 'true', 'x-ratelimit-scope': 'global' }
        : { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-after': String(retryAfter) }),
    },
    body: { code: 0, message: 'You are being rate limited.', retry_after: retryAfter, global },
  };
}

interface Planned {
  readonly method: string;
  readonly path: RegExp;
  readonly answer: RestAnswer;
  timesLeft: number;
}

/** Failures that a test wants in place of answers. */
export class RestFailurePlan {
  readonly #planned: Planned[] = [];

  /** Answers the next `times` calls of a route so, and does nothing else for them. */
  add(method: string, path: RegExp, answer: RestAnswer | DiscordRefusal, times: number): void {
    this.#planned.push({ method, path, answer, timesLeft: times });
  }

  /** The answer that a call gets in place of its own, if one is planned. */
  take(method: string, path: string): RestAnswer | undefined {
    const planned = this.#planned.find(
      (each) => each.timesLeft > 0 && each.method === method && each.path.test(path),
    );
    if (planned === undefined) return undefined;
    planned.timesLeft -= 1;
    return planned.answer;
  }
}
