import type { Dispatcher } from 'undici';

/** What grammY passes to a `fetch`: one POST, with JSON or with a multipart form. */
type Call = Pick<Dispatcher.RequestOptions, 'headers' | 'body' | 'signal'>;

/** The `fetch` of grammY's client; it reads the answer as JSON, and nothing else of it. */
export type TelegramFetch = (url: string | URL, call: Call) => Promise<{ json(): Promise<unknown> }>;

/**
 * Makes calls over `dispatcher`. The node-fetch that grammY brings knows only agents of node:http, takes longer for a
 * call, and follows redirects, which would take the token elsewhere.
 */
export function fetchOver(dispatcher: Dispatcher): TelegramFetch {
  return async (url, { headers, body, signal }) => {
    const { origin, pathname: path } = new URL(url);
    const response = await dispatcher.request({
      origin,
      path,
      method: 'POST',
      headers: headers ?? null,
      body: body ?? null,
      signal: signal ?? null,
    });
    return { json: () => response.body.json() };
  };
}
