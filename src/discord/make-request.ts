import { STATUS_CODES } from 'node:http';
import type { RESTOptions } from 'discord.js';
import type { Dispatcher } from 'undici';
import { type Answer, call } from '../http/call.ts';

type MakeRequest = RESTOptions['makeRequest'];

/**
 * Makes REST calls as discord.js does, but over `dispatcher`.
 *
 * discord.js brings an undici 6 of its own, whose calls go to the dispatcher that the process shares or to one of its
 * own kind; ours, of undici 7, takes no `FormData` of Node 20 from it.
 */
export function makeRequestOver(dispatcher: Dispatcher): MakeRequest {
  return async (url, init) => {
    const { origin, pathname, search } = new URL(url);
    const answer = await call(
      dispatcher,
      {
        origin,
        path: pathname + search,
        method: (init.method ?? 'GET') as Dispatcher.HttpMethod,
        ...(await encode(init)),
      },
      init.signal,
    );
    return responseOf(answer);
  };
}

/** The answer as discord.js reads it. */
export function responseOf({ status, headers, body }: Answer): Awaited<ReturnType<MakeRequest>> {
  return {
    body: null,
    bodyUsed: false,
    arrayBuffer: async () => new Uint8Array(body).buffer,
    json: async () => JSON.parse(body.toString()),
    text: async () => body.toString(),
    headers: new Headers(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    status,
    statusText: STATUS_CODES[status] ?? '',
    ok: status >= 200 && status < 300,
  };
}

/** The headers and the body as they are sent; only files are not encoded before they come here. */
async function encode({ headers, body }: Parameters<MakeRequest>[1]) {
  const sent = plain(headers);
  if (body === null || body === undefined || typeof body === 'string')
    return { headers: sent, body: body ?? null };
  const form = new Response(body);
  return {
    headers: { ...sent, 'content-type': form.headers.get('content-type') ?? '' },
    body: new Uint8Array(await form.arrayBuffer()),
  };
}

/** What discord.js gives is a plain object, which needs no looking through; other types it does not rule out. */
function plain(headers: Parameters<MakeRequest>[1]['headers']): Record<string, string> {
  const isPlain = headers !== undefined && Object.getPrototypeOf(headers) === Object.prototype;
  return isPlain ? (headers as Record<string, string>) : Object.fromEntries(new Headers(headers));
}
