import { GrammyError } from 'grammy';
import { AdapterError } from '../adapter.ts';
import { describeError } from '../log.ts';
import { proxyErrorBehind } from '../proxy/proxy-error.ts';

/** Why Telegram cannot be served, in words for the operator. */
export function explain(error: unknown): AdapterError {
  const proxyError = proxyErrorBehind(error);
  if (proxyError)
    return new AdapterError(`Telegram could not be reached. ${proxyError.message}`, { transient: true });
  if (!(error instanceof GrammyError)) {
    return new AdapterError(
      `Telegram could not be reached: ${describeError(error).message}. Check the network and TELEGRAM_API_ROOT.`,
      { transient: true },
    );
  }
  switch (error.error_code) {
    case 401:
    case 404:
      return new AdapterError(
        `Telegram refused TELEGRAM_TOKEN (${error.error_code}). Copy it again from @BotFather: /mybots, your bot, API Token.`,
      );
    case 409:
      return new AdapterError(
        isWebhookConflict(error)
          ? 'Something has set a webhook for TELEGRAM_TOKEN (409). Stop it, then start this one again: it deletes the webhook.'
          : 'Another instance goes on polling with the same TELEGRAM_TOKEN (409). This one gives Telegram up: stop the other, then start this one again.',
      );
    default:
      return new AdapterError(
        `Telegram refused ${error.method}: ${error.description} (${error.error_code}).${adviceOn(error)}`,
        { transient: error.error_code === 429 || error.error_code >= 500 },
      );
  }
}

/** Whether polling is refused since the bot has a webhook. */
export function isWebhookConflict({ description }: GrammyError): boolean {
  return /webhook/i.test(description);
}

function adviceOn({ method }: GrammyError): string {
  return method === 'setWebhook' ? ' Check TELEGRAM_WEBHOOK_URL.' : '';
}
