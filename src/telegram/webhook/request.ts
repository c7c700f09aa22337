import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Update } from 'grammy/types';
import { readBody } from '../../http/body.ts';
import { parseJson } from '../../json.ts';
import type { Secret } from '../../secret.ts';

/** Far more than any update is: a message has 4096 characters, and may answer one that comes with it. */
const MAX_BODY_BYTES = 256 * 1024;

/** Of a webhook (Bot API, `setWebhook`), in characters of ASCII. */
const MAX_SECRET_LENGTH = 256;

/** What was sent to the webhook. */
export type Delivered =
  | { readonly kind: 'update'; readonly update: Update }
  | { readonly kind: 'too-large' | 'malformed' | 'broken-off' };

/**
 * Tells whether a request shows the secret that Telegram was given. grammY compares it too, in constant time but for
 * its length, and only once the body is read.
 */
export function secretCheck(secret: Secret): (request: IncomingMessage) => boolean {
  const expected = padded(secret.reveal());
  return ({ headers }) => {
    const shown = headers['x-telegram-bot-api-secret-token'];
    return (
      typeof shown === 'string' &&
      shown.length <= MAX_SECRET_LENGTH &&
      timingSafeEqual(padded(shown), expected)
    );
  };
}

/** Reads the update; of what is in it only the id is checked, since Telegram is who sent it. */
export async function readUpdate(request: IncomingMessage): Promise<Delivered> {
  const read = await readBody(request, MAX_BODY_BYTES);
  if (read.kind !== 'read') return read;
  const update = parseJson(read.body.toString());
  return isUpdate(update) ? { kind: 'update', update } : { kind: 'malformed' };
}

function isUpdate(value: unknown): value is Update {
  return (
    typeof value === 'object' &&
    value !== null &&
    'update_id' in value &&
    Number.isSafeInteger(value.update_id)
  );
}

/** Filled up with zeros, which no header has: to compare two takes as long whatever their lengths are. */
function padded(secret: string): Buffer {
  const bytes = Buffer.alloc(MAX_SECRET_LENGTH);
  bytes.write(secret, 'latin1');
  return bytes;
}
