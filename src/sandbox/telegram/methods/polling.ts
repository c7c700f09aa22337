import { conflict } from '../errors.ts';
import { readAllowedUpdates } from './allowed-updates.ts';
import { type Methods, method } from './method.ts';

const MAX_UPDATES = 100;
const MAX_TIMEOUT_SECONDS = 50;

export const pollingMethods: Methods = {
  getUpdates: method('offset limit timeout allowed_updates', (call) => {
    const { network, params, signal } = call;
    if (network.webhook.settings !== undefined) {
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

  close: method('', () => true),
  logOut: method('', () => true),
};

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
