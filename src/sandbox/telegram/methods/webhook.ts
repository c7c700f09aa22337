import { badRequest } from '../errors.ts';
import { isLoopback } from '../webhook.ts';
import { readAllowedUpdates } from './allowed-updates.ts';
import { type Call, type Methods, method } from './method.ts';

const PORTS: ReadonlySet<string> = new Set(['', '80', '88', '443', '8443']);

const DEFAULT_CONNECTIONS = 40;
const MAX_CONNECTIONS = 100;

export const webhookMethods: Methods = {
  setWebhook: method(
    'url certificate ip_address max_connections allowed_updates drop_pending_updates secret_token',
    (call) => {
      const { network, params } = call;
      const text = params.text('url') ?? '';
      if (text === '') return deleteWebhook(call);
      const url = readUrl(text);
      const secretToken = params.text('secret_token') ?? '';
      if (!/^[\w-]{0,256}$/.test(secretToken)) throw badRequest('secret token contains unallowed characters');
      readAllowedUpdates(call);
      dropIfAsked(call);
      network.updates.abort('terminated by setWebhook request');
      const wanted = params.integer('max_connections') ?? DEFAULT_CONNECTIONS;
      const maxConnections = Math.min(MAX_CONNECTIONS, Math.max(1, wanted));
      network.webhook.set({ url, secretToken, maxConnections });
      return true;
    },
  ),

  deleteWebhook: method('drop_pending_updates', deleteWebhook),

  getWebhookInfo: method('', ({ network: { webhook, updates } }) => ({
    url: webhook.settings?.url.href ?? '',
    has_custom_certificate: false,
    pending_update_count: updates.pendingCount,
    ...(webhook.fault && {
      last_error_date: webhook.fault.date,
      last_error_message: webhook.fault.message,
    }),
    ...(webhook.settings && { max_connections: webhook.settings.maxConnections }),
    ...(updates.allowed && { allowed_updates: updates.allowed }),
  })),
};

function deleteWebhook(call: Call): true {
  dropIfAsked(call);
  call.network.webhook.remove();
  return true;
}

function dropIfAsked({ network, params }: Call): void {
  if (params.flag('drop_pending_updates')) network.updates.clear();
}

/** HTTP is for Bot API servers of one's own (`--local`), so it is taken for this machine. */
function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && isLoopback(url)) return url;
  if (url?.protocol !== 'https:') throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
  if (!PORTS.has(url.port))
    throw badRequest('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443');
  return url;
}
