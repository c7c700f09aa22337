import { createHmac } from 'node:crypto';
import { Secret } from '../../secret.ts';

/** Where Telegram delivers updates, and how it shows that it is Telegram. */
export interface WebhookOptions {
  /** As the internet sees it; its path is the one that is answered here. */
  readonly url: URL;
  readonly secret: Secret;
}

/**
 * The secret of a webhook for which none was chosen: the same in every process that has the bot's token, and
 * nothing from which the token could be found.
 */
export function deriveWebhookSecret(token: Secret): Secret {
  return new Secret(createHmac('sha256', token.reveal()).update('webhook secret').digest('base64url'));
}
