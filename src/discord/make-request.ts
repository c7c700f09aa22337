import { DefaultRestOptions, type RESTOptions } from 'discord.js';

/**
 * Makes a REST call as discord.js does, but encodes files here.
 *
 * discord.js leaves that to the undici that the process shares (`undici.globalDispatcher.1`). It is the one that was
 * loaded first, and when that is undici 7, it takes no `FormData` of Node 20 from the undici 6 of discord.js.
 */
export const makeRequest: RESTOptions['makeRequest'] = async (url, init) => {
  if (!(init.body instanceof FormData)) return DefaultRestOptions.makeRequest(url, init);
  const form = new Response(init.body);
  const headers = { ...init.headers, 'content-type': form.headers.get('content-type') ?? '' };
  const body = new Uint8Array(await form.arrayBuffer());
  return DefaultRestOptions.makeRequest(url, { ...init, headers, body });
};
