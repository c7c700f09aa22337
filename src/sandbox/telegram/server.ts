import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Holds } from '../holds.ts';
import type { Journal } from '../journal.ts';
import { UploadedFile } from '../uploaded-file.ts';
import { type BotApiError, Refusal } from './errors.ts';
import { type FailurePlan, HangUp, Intercepted, type RawAnswer } from './failure-plan.ts';
import { findMethod } from './methods/index.ts';
import type { Network } from './network.ts';
import { type JsonObject, Params } from './params.ts';
import { readPayload } from './request.ts';

/** The body of every answer of the Bot API. */
export type BotApiResponse =
  | { readonly ok: true; readonly result: unknown }
  | ({ readonly ok: false } & BotApiError);

/** What the bot asked with its token. */
export interface BotApiRequest {
  readonly method: string;
  readonly payload: JsonObject;
  /** '' without a body. Only JSON has types: in any other body, as in a query string, every value is text. */
  readonly contentType: string;
}

/** A request, once it was answered. */
export interface BotApiCall extends BotApiRequest {
  /** HTTP status. */
  readonly status: number;
  readonly response: BotApiResponse;
  /** Parameters that the method does not document; Telegram ignores them, a test may not want to. */
  readonly unknownFields: readonly string[];
}

export interface ServerParts {
  readonly token: string;
  readonly network: Network;
  readonly failures: FailurePlan;
  /** By the name of the method. */
  readonly holds: Holds<string>;
  readonly requests: Journal<BotApiRequest>;
  readonly calls: Journal<BotApiCall>;
}

/** Serves `/bot{token}/{method}`, as api.telegram.org does. */
export function createBotApiServer(parts: ServerParts): Server {
  return createServer((request, response) => {
    serve(parts, request, response).catch((error) => response.destroy(error));
  });
}

async function serve(parts: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const hangUp = new AbortController();
  response.on('close', () => hangUp.abort());
  const url = new URL(`http://sandbox${request.url}`);
  const [, token, name] = /^\/bot([^/]+)\/([^/]+)$/.exec(url.pathname) ?? [];
  if (token === undefined || name === undefined) return send(response, NOT_FOUND);
  if (token !== parts.token) return send(response, UNAUTHORIZED);
  const asked = {
    method: findMethod(name)?.name ?? name,
    contentType: request.headers['content-type'] ?? '',
  };
  let payload: JsonObject = {};
  let body: BotApiResponse;
  try {
    payload = await readPayload(request, url);
    parts.requests.push({ ...asked, payload });
    // Without a hold nothing may come between the effect and its record, which a test looks up when it sees the effect.
    const held = parts.holds.take(asked.method);
    if (held && !(await held.pass('before', hangUp.signal))) return;
    body = { ok: true, result: await call(parts, name, payload, hangUp.signal) };
    if (held && !(await held.pass('after', hangUp.signal))) return;
  } catch (error) {
    // Neither is an answer of the Bot API, so there is no call to note down.
    if (error instanceof HangUp) return void request.socket.resetAndDestroy();
    if (error instanceof Intercepted) return sendRaw(response, error.answer);
    body = { ok: false, ...asBotApiError(error) };
  }
  // A caller that hung up, such as a bot that stops polling, gets no answer, so there is none to note down.
  if (request.socket.destroyed) return;
  send(response, body);
  parts.calls.push({
    ...asked,
    payload,
    status: statusOf(body),
    response: body,
    unknownFields: unknownFields(name, payload),
  });
}

async function call(
  parts: ServerParts,
  name: string,
  payload: JsonObject,
  signal: AbortSignal,
): Promise<unknown> {
  const method = findMethod(name);
  if (method === undefined) throw new Refusal(NOT_FOUND);
  parts.failures.check(method.name);
  return method.run({ network: parts.network, params: new Params(payload), signal });
}

const NOT_FOUND = { ok: false, error_code: 404, description: 'Not Found' } as const;
const UNAUTHORIZED = { ok: false, error_code: 401, description: 'Unauthorized' } as const;

function send(response: ServerResponse, body: BotApiResponse): void {
  sendRaw(response, {
    status: statusOf(body),
    contentType: 'application/json',
    body: JSON.stringify(body),
  });
}

function sendRaw(response: ServerResponse, { status, contentType, body }: RawAnswer): void {
  response.writeHead(status, { 'content-type': contentType }).end(body);
}

function statusOf(body: BotApiResponse): number {
  return body.ok ? 200 : body.error_code;
}

/** An error of the sandbox itself becomes a 500 that says what it was. */
function asBotApiError(error: unknown): BotApiError {
  if (error instanceof Refusal) return error.error;
  return { error_code: 500, description: `Internal Server Error: ${error}` };
}

function unknownFields(name: string, payload: JsonObject): string[] {
  const known = findMethod(name)?.fields ?? [];
  // A part that holds an upload is named by the field that refers to it.
  return Object.keys(payload).filter(
    (field) => !known.includes(field) && !(payload[field] instanceof UploadedFile),
  );
}
