import { DefaultUserAgent, type InternalRequest, REST, type RESTOptions } from 'discord.js';
import type { Dispatcher } from 'undici';
import { type Answer, call } from '../http/call.ts';
import { makeRequestOver, responseOf } from './make-request.ts';

/** Where the first answer to an interaction goes. */
const FIRST_ANSWER = /^\/interactions\/\d+\/[^/]+\/callback$/;

/** What Discord answers to a first answer that it takes, unless it is asked for more. */
const NO_CONTENT = 204;

/**
 * discord.js's REST client, but one that gives first answers without files straight. discord.js would look for the
 * limit that each falls under, though it holds none of them back, and make an `AbortController` and a timer for each,
 * which takes longer than to render it. What Discord does not take at once is discord.js's affair again: it is handed
 * what became of the call, and goes on as if it had made it.
 */
export class LeanRest extends REST {
  readonly #dispatcher: Dispatcher;
  readonly #origin: string;
  readonly #prefix: string;
  readonly #headers: Readonly<Record<string, string>>;
  /** Calls of which Discord did not take the answer, by URL. */
  readonly #made: Map<string, Promise<Answer>>;

  constructor(options: RESTOptions, dispatcher: Dispatcher) {
    const made = new Map<string, Promise<Answer>>();
    const make = makeRequestOver(dispatcher);
    super({
      ...options,
      async makeRequest(url, init) {
        const before = made.get(url);
        made.delete(url);
        return before === undefined ? make(url, init) : responseOf(await before);
      },
    });
    this.#made = made;
    this.#dispatcher = dispatcher;
    const { origin, pathname } = new URL(`${options.api}/v${options.version}`);
    this.#origin = origin;
    this.#prefix = pathname;
    this.#headers = {
      'content-type': 'application/json',
      'user-agent': `${DefaultUserAgent} ${options.userAgentAppendix}`.trim(),
    };
  }

  override async request(request: InternalRequest): Promise<unknown> {
    const { fullRoute, query, body, files = [] } = request;
    if (!FIRST_ANSWER.test(fullRoute) || files.length > 0) return super.request(request);
    const path = this.#prefix + fullRoute + (query ? `?${query}` : '');
    const answer = this.#post(path, body);
    if (await isTaken(answer)) return undefined;
    const url = this.#origin + path;
    this.#made.set(url, answer);
    try {
      return await super.request(request);
    } finally {
      this.#made.delete(url);
    }
  }

  #post(path: string, body: unknown): Promise<Answer> {
    const { timeout } = this.options;
    return call(this.#dispatcher, {
      origin: this.#origin,
      path,
      method: 'POST',
      headers: this.#headers,
      body: JSON.stringify(body),
      headersTimeout: timeout,
      bodyTimeout: timeout,
    });
  }
}

function isTaken(answer: Promise<Answer>): Promise<boolean> {
  return answer.then(
    ({ status }) => status === NO_CONTENT,
    () => false,
  );
}
