import { z } from 'zod';
import { parseJson } from '../json.ts';
import { decimal } from './decimal-schema.ts';
import type { LookUp, Unavailability } from './outcome.ts';

/** An HTTP response of the billing API, its body read whole. */
export interface BillingResponse {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: Uint8Array;
}

const envelope = z.object({ code: z.int() });

const success = z.object({
  code: z.literal(200),
  data: z.object({ remainingPoints: decimal, points: decimal, remainingAmount: decimal, amount: decimal }),
});

const STATUS_OF_TRANSIENT_FAULT = new Set([502, 503, 504]);

/**
 * The status that decides: the `code` in the body where there is one, else the HTTP status. The API's page
 * leaves open which HTTP status a refused key comes with.
 */
export function effectiveStatus({ status, body }: BillingResponse): number {
  const text = decodeUtf8(body);
  const parsed = text === undefined ? undefined : envelope.safeParse(parseJson(text)).data;
  return parsed?.code ?? status;
}

/** Whether asking again soon may help. */
export function isTransientFault(response: BillingResponse): boolean {
  return STATUS_OF_TRANSIENT_FAULT.has(effectiveStatus(response));
}

/** Reads a balance, or what went wrong, out of a response. Never a balance out of anything but the documented shape. */
export function interpret(response: BillingResponse, now: number): LookUp {
  const status = effectiveStatus(response);
  if (status === 200) return readBalance(response.body);
  if (status === 401) return { kind: 'unauthorized' };
  if (status === 429) return rateLimited(response.retryAfter, now);
  if (status !== response.status) return unavailable('api-code', String(status));
  if (status >= 300 && status < 400) return unavailable('redirect', String(status));
  return unavailable('http-status', String(status));
}

function readBalance(body: Uint8Array): LookUp {
  const text = decodeUtf8(body);
  if (text === undefined) return unavailable('not-utf8');
  const json = parseJson(text);
  if (json === undefined) return unavailable(kindOfNonJson(text));
  const parsed = success.safeParse(json);
  if (!parsed.success) {
    const fields = parsed.error.issues.map((issue) => issue.path.join('.') || 'body');
    return unavailable('wrong-shape', fields.join(', '));
  }
  const { remainingPoints, points, remainingAmount, amount } = parsed.data.data;
  return {
    kind: 'ok',
    balance: {
      points: { remaining: remainingPoints, total: points },
      amount: { remaining: remainingAmount, total: amount },
    },
  };
}

/** `Retry-After` is a number of seconds or an HTTP date (RFC 9110, 10.2.3). */
function rateLimited(retryAfter: string | undefined, now: number): LookUp {
  if (retryAfter === undefined) return { kind: 'rate-limited' };
  const seconds = /^\d{1,9}$/.test(retryAfter)
    ? Number(retryAfter)
    : Math.ceil((Date.parse(retryAfter) - now) / 1000);
  return Number.isNaN(seconds)
    ? { kind: 'rate-limited' }
    : { kind: 'rate-limited', retryAfterSeconds: Math.max(seconds, 1) };
}

function kindOfNonJson(text: string): Unavailability {
  if (/^\s*</.test(text)) return 'html';
  return /^\s*[{[]/.test(text) || text.trim() === '' ? 'truncated' : 'not-json';
}

function unavailable(reason: Unavailability, detail?: string): LookUp {
  return detail === undefined ? { kind: 'unavailable', reason } : { kind: 'unavailable', reason, detail };
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
