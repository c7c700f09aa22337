import type { Api } from 'grammy';
import type { Logger } from 'pino';
import { explain } from '../explain.ts';
import { UPDATES } from '../update-source.ts';
import type { WebhookOptions } from './options.ts';

/** As many as the Bot API allows: each waits for its reply, most of that for the billing API. */
const MAX_CONNECTIONS = 100;

/**
 * Has Telegram deliver updates to the webhook, and says what has been wrong with that. Every process does so at its
 * start; those of one configuration set the same. It is set even where it is there already, since Telegram does not
 * tell whether with the same secret.
 *
 * Rejects with an `AdapterError`.
 */
export async function registerWebhook(api: Api, { url, secret }: WebhookOptions, log: Logger): Promise<void> {
  try {
    const before = await api.getWebhookInfo();
    if (before.url && before.url !== url.href)
      log.warn({ host: hostOf(before.url) }, 'another webhook was set, and is replaced');
    if (before.last_error_message !== undefined)
      log.warn(
        {
          says: before.last_error_message,
          at: new Date((before.last_error_date ?? 0) * 1000).toISOString(),
          pending: before.pending_update_count,
        },
        'Telegram could not deliver to the webhook before',
      );
    await api.setWebhook(url.href, {
      secret_token: secret.reveal(),
      allowed_updates: UPDATES,
      max_connections: MAX_CONNECTIONS,
      drop_pending_updates: false,
    });
    log.info({ host: url.host, pending: before.pending_update_count }, 'the webhook is set');
  } catch (error) {
    throw explain(error);
  }
}

/** Of a webhook that somebody else set, its path may be a secret. */
function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}
