import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

/** Notes the headers of every HTTP request that this process makes, by undici and by node:http. */
export function watchOutgoingHeaders(): { readonly seen: readonly string[]; stop(): void } {
  const seen: string[] = [];
  const onUndici = (message: unknown) => {
    const { request } = message as { request: { headers: unknown } };
    seen.push(JSON.stringify(request.headers));
  };
  const onHttp = (message: unknown) => {
    const { request } = message as { request: ClientRequest };
    seen.push(JSON.stringify(request.getHeaders()));
  };
  subscribe('undici:client:sendHeaders', onUndici);
  subscribe('http.client.request.start', onHttp);
  return {
    seen,
    stop() {
      unsubscribe('undici:client:sendHeaders', onUndici);
      unsubscribe('http.client.request.start', onHttp);
    },
  };
}
