import { STATUS_CODES } from 'node:http';
import type { RESTOptions } from 'discord.js';
import type { Dispatcher } from 'undici';

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
    const { statusCode, headers, body } = await dispatcher.request({
      origin,
      path: pathname + search,
      method: init.method ?? 'GET',
      ...(await encode(init)),
      signal: init.signal ?? null,
    });
    return {
      body,
      arrayBuffer: () => body.arrayBuffer(),
      json: () => body.json(),
      text: () => body.text(),
      get bodyUsed() {
        return body.bodyUsed;
      },
      headers: new Headers(Object.entries(headers).map(([name, value]) => [name, String(value)])),
      status: statusCode,
      statusText: STATUS_CODES[statusCode] ?? '',
      ok: statusCode >= 200 && statusCode < 300,
    };
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
