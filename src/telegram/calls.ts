import { type ApiClientOptions, HttpError, type Transformer } from 'grammy';
import type { Dispatcher } from 'undici';
import { call as makeCall, type Signal } from '../http/call.ts';
import type { Secret } from '../secret.ts';

/** Where Telegram's own Bot API is. */
const API_ROOT = 'https://api.telegram.org';

/** Longer than a long poll, which lasts 30 seconds. */
const TIMEOUT_SECONDS = 45;

/** What this bot sends files by. */
const MAY_UPLOAD: ReadonlySet<string> = new Set(['sendPhoto', 'sendDocument', 'editMessageMedia']);

const JSON_BODY = { 'content-type': 'application/json' } as const;

/** How calls to the Bot API are made. */
export interface Calls {
  /** For grammY's client. */
  readonly client: ApiClientOptions;
  /** To be installed as the first transformer, so that all others go around it. */
  readonly straight: Transformer;
}

export interface CallOptions {
  readonly token: Secret;
  /** Another Bot API server than Telegram's own. */
  readonly apiRoot: string | undefined;
}

/**
 * Makes calls over `dispatcher`, and those without files straight: grammY's client looks through every message for
 * files, and makes an `AbortController` of its own kind and three promises for each call, which takes longer than the
 * call takes of this process.
 */
export function callsOver(dispatcher: Dispatcher, { token, apiRoot }: CallOptions): Calls {
  const post = postOver(dispatcher);
  return {
    client: {
      fetch: fetchBy(post),
      timeoutSeconds: TIMEOUT_SECONDS,
      ...(apiRoot !== undefined && { apiRoot }),
    },
    straight: straightBy(post, apiRoot ?? API_ROOT, token),
  };
}

function straightBy(post: Post, apiRoot: string, token: Secret): Transformer {
  const { origin, pathname } = new URL(apiRoot);
  const prefix = `${pathname.replace(/\/$/, '')}/bot${token.reveal()}/`;
  return (call, method, payload, signal) => {
    if (MAY_UPLOAD.has(method)) return call(method, payload, signal);
    const body = JSON.stringify(payload);
    return post(origin, prefix + method, { headers: JSON_BODY, body, signal }).catch((error: unknown) => {
      throw new HttpError(`Network request for '${method}' failed!`, error);
    }) as ReturnType<typeof call>;
  };
}

/**
 * The `fetch` of grammY's client, which reads the answer as JSON, and nothing else of it. The node-fetch that grammY
 * brings knows only agents of node:http, and follows redirects, which would take the token elsewhere.
 */
function fetchBy(post: Post) {
  return async (url: string | URL, call: Call) => {
    const { origin, pathname } = new URL(url);
    const answer = await post(origin, pathname, call);
    return { json: async () => answer };
  };
}

type Call = Partial<Pick<Dispatcher.DispatchOptions, 'headers' | 'body'>> & {
  readonly signal?: Signal | null;
};

type Post = ReturnType<typeof postOver>;

/** Makes calls whose answers are JSON. */
function postOver(dispatcher: Dispatcher) {
  return (origin: string, path: string, { headers, body, signal }: Call): Promise<unknown> => {
    const request = {
      origin,
      path,
      method: 'POST',
      headers: headers ?? null,
      body: body ?? null,
      headersTimeout: TIMEOUT_SECONDS * 1000,
      bodyTimeout: TIMEOUT_SECONDS * 1000,
    } as const;
    return makeCall(dispatcher, request, signal).then((answer) => JSON.parse(answer.body.toString()));
  };
}
