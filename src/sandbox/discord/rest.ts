import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Holds } from '../holds.ts';
import type { Journal } from '../journal.ts';
import type { Files } from './attachments.ts';
import { readBody } from './body.ts';
import { DiscordRefusal, notFound, unauthorized } from './errors.ts';
import type { RestAnswer, RestFailurePlan } from './failure-plan.ts';
import type { Network } from './network.ts';
import { findRoute } from './routes.ts';

const VERSION_PREFIX = '/api/v10';

/** A REST call that the sandbox answered. */
export interface RestCall {
  readonly method: string;
  /** Without the version, interaction tokens included. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Of a multipart body its `payload_json`. */
  readonly body: unknown;
  /** By the names of their parts. In JSON, and so in recordings, without their content. */
  readonly files: Files;
  readonly status: number;
  readonly response: unknown;
}

export interface RestOptions {
  readonly token: string;
  readonly network: Network;
  readonly calls: Journal<RestCall>;
  readonly failures: RestFailurePlan;
  readonly holds: Holds<Pick<RestCall, 'method' | 'path'>>;
}

/** Discord's REST API, version 10. */
export function createRestServer(options: RestOptions): Server {
  return createServer(async (request, response) => {
    const hangUp = new AbortController();
    response.on('close', () => hangUp.abort());
    const url = new URL(request.url ?? '/', 'http://loopback');
    const method = request.method ?? 'GET';
    // The path of another version stays whole, and so is unknown.
    const isKnown = url.pathname.startsWith(`${VERSION_PREFIX}/`);
    const path = decodeURIComponent(isKnown ? url.pathname.slice(VERSION_PREFIX.length) : url.pathname);
    const query = Object.fromEntries(url.searchParams);
    const { body, files } = await readBody(request);
    const { authorization } = request.headers;
    // Without a hold nothing may come between the effect and its record, which a test looks up when it sees the effect.
    const held = options.holds.take({ method, path });
    if (held && !(await held.pass('before', hangUp.signal))) return;
    const answer =
      options.failures.take(method, path) ??
      answerTo(options, { method, path, query, body, files, authorization });
    if (held && !(await held.pass('after', hangUp.signal))) return;
    options.calls.push({ method, path, query, body, files, status: answer.status, response: answer.body });
    send(response, answer);
  });
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly files: Files;
  readonly authorization: string | undefined;
}

function answerTo(options: RestOptions, call: Call): RestAnswer {
  try {
    const found = findRoute(call.method, call.path);
    if (found === undefined) throw notFound();
    if (!found.route.open && call.authorization !== `Bot ${options.token}`) throw unauthorized();
    const answer = found.route.answer({ ...options, ...call, parameters: found.parameters });
    return { status: answer === undefined ? 204 : 200, body: answer };
  } catch (error) {
    if (error instanceof DiscordRefusal) return { status: error.status, body: error.body };
    throw error;
  }
}

function send(response: ServerResponse, { status, headers, body }: RestAnswer): void {
  if (body === undefined) {
    response.writeHead(status, headers).end();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
