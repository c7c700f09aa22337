import { badRequest, conflict } from '../errors.ts';
import { wrongType } from '../params.ts';
import { type Call, type Methods, method } from './method.ts';

const MAX_UPDATES = 100;
const MAX_TIMEOUT_SECONDS = 50;

export const pollingMethods: Methods = {
  getUpdates: method('offset limit timeout allowed_updates', (call) => {
    const { network, params, signal } = call;
    if (network.webhookUrl !== '') {
      throw conflict(
        "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      );
    }
    readAllowedUpdates(call);
    return network.updates.take({
      offset: params.integer('offset') ?? 0,
      limit: clamp(params.integer('limit') ?? MAX_UPDATES, 1, MAX_UPDATES),
      timeout: clamp(params.integer('timeout') ?? 0, 0, MAX_TIMEOUT_SECONDS),
      signal,
    });
  }),

  setWebhook: method(
    'url certificate ip_address max_connections allowed_updates drop_pending_updates secret_token',
    (call) => {
      const url = call.params.text('url') ?? '';
      if (url !== '' && !url.startsWith('https://')) {
        throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
      }
      readAllowedUpdates(call);
      if (url !== '') call.network.updates.abort('terminated by setWebhook request');
      return setWebhook(call, url);
    },
  ),

  deleteWebhook: method('drop_pending_updates', (call) => setWebhook(call, '')),

  getWebhookInfo: method('', ({ network: { webhookUrl, updates } }) => ({
    url: webhookUrl,
    has_custom_certificate: false,
    pending_update_count: updates.pendingCount,
    ...(updates.allowed === undefined ? {} : { allowed_updates: updates.allowed }),
  })),

  close: method('', () => true),
  logOut: method('', () => true),
};

function setWebhook({ network, params }: Call, url: string): true {
  network.webhookUrl = url;
  if (params.flag('drop_pending_updates')) network.updates.clear();
  return true;
}

/** Unknown names are passed over, as Telegram does. */
function readAllowedUpdates({ network, params }: Call): void {
  const types = params.list('allowed_updates');
  if (types === undefined) return;
  network.updates.allow(
    types.map((type) => {
      if (typeof type !== 'string') throw wrongType('allowed_updates', 'Array of String');
      return type;
    }),
  );
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
