import { z } from 'zod';
import { parseJson } from '../json.ts';
import { parseDecimal } from './decimal.ts';
import type { Figure, LookUp, Unavailability } from './outcome.ts';

/** An HTTP response of the billing API, its body read whole. */
export interface BillingResponse {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: Uint8Array;
}

/** The figures are read behind it: as codecs of the schema they would take as long as all the rest of the answer. */
const success = z.object({
  code: z.literal(200),
  data: z.object({
    remainingPoints: z.string(),
    points: z.string(),
    remainingAmount: z.string(),
    amount: z.string(),
  }),
});

const UTF_8 = new TextDecoder('utf-8', { fatal: true });

const STATUS_OF_TRANSIENT_FAULT = new Set([502, 503, 504]);

/** What a response says, read once. */
export interface BillingAnswer {
  readonly httpStatus: number;
  /**
   * The status that decides: the `code` in the body where there is one, else the HTTP status. The API's page leaves
   * open which HTTP status a refused key comes with.
   */
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** `undefined` where the body is no UTF-8. */
  readonly text: string | undefined;
  /** `undefined` where the body is no JSON. */
  readonly json: unknown;
}

export function readAnswer({ status: httpStatus, retryAfter, body }: BillingResponse): BillingAnswer {
  const text = decodeUtf8(body);
  const json = text === undefined ? undefined : parseJson(text);
  return { httpStatus, status: codeIn(json) ?? httpStatus, retryAfter, text, json };
}

function codeIn(json: unknown): number | undefined {
  const code = typeof json === 'object' && json !== null && 'code' in json ? json.code : undefined;
  return typeof code === 'number' && Number.isSafeInteger(code) ? code : undefined;
}

/** Whether asking again soon may help. */
export function isTransientFault({ status }: BillingAnswer): boolean {
  return STATUS_OF_TRANSIENT_FAULT.has(status);
}

/** What is wrong in an answer, or the balance: never out of anything but the documented shape. */
export function interpret(answer: BillingAnswer, now: number): LookUp {
  const { status, httpStatus, retryAfter } = answer;
  if (status === 200) return balanceIn(answer);
  if (status === 401) return { kind: 'unauthorized' };
  if (status === 429) return rateLimited(retryAfter, now);
  if (status !== httpStatus) return unavailable('api-code', String(status));
  if (status >= 300 && status < 400) return unavailable('redirect', String(status));
  return unavailable('http-status', String(status));
}

function balanceIn({ text, json }: BillingAnswer): LookUp {
  if (text === undefined) return unavailable('not-utf8');
  if (json === undefined) return unavailable(kindOfNonJson(text));
  const parsed = success.safeParse(json);
  if (!parsed.success) {
    const fields = parsed.error.issues.map((issue) => issue.path.join('.') || 'body');
    return unavailable('wrong-shape', fields.join(', '));
  }
  const { data } = parsed.data;
  const points = figure(data.remainingPoints, data.points);
  const amount = figure(data.remainingAmount, data.amount);
  if (points !== undefined && amount !== undefined) return { kind: 'ok', balance: { points, amount } };
  const fields = Object.entries(data).filter(([, text]) => parseDecimal(text) === undefined);
  return unavailable('wrong-shape', fields.map(([name]) => `data.${name}`).join(', '));
}

function figure(remainingText: string, totalText: string): Figure | undefined {
  const remaining = parseDecimal(remainingText);
  const total = parseDecimal(totalText);
  return remaining && total && { remaining, total };
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
    return UTF_8.decode(bytes);
  } catch {
    return undefined;
  }
}
