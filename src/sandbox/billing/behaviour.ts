import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';

/** Figures as the API states them: decimal strings with six places. */
export interface Figures {
  readonly remainingPoints: string;
  readonly points: string;
  readonly remainingAmount: string;
  readonly amount: string;
}

/** The figures of the API's own page. */
export const DOCUMENTED_FIGURES: Figures = {
  remainingPoints: '2005317.990000',
  points: '2100000.000000',
  remainingAmount: '200.531799',
  amount: '210.000000',
};

/** How the stand-in answers a key: as documented, or in one of the ways in which servers and networks fail. */
export type Behaviour =
  | { readonly kind: 'good'; readonly figures?: Figures }
  | { readonly kind: 'refused'; readonly httpStatus: 200 | 401 }
  | { readonly kind: 'code'; readonly code: number; readonly httpStatus?: number }
  | {
      readonly kind: 'raw';
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body: string | Buffer;
    }
  /** Says nothing until the client gives up. */
  | { readonly kind: 'silent' }
  /** Sends the headers and the beginning of the body, then nothing. */
  | { readonly kind: 'stuck-body' }
  /** Sends a body that never ends, a byte at a time, often enough to look alive. */
  | { readonly kind: 'trickle' }
  /** Sends a body that never ends, as fast as the client takes it. */
  | { readonly kind: 'flood' }
  /** Waits for `until`, then behaves as `next`. */
  | { readonly kind: 'held'; readonly until: Promise<unknown>; readonly next: Behaviour }
  /** Breaks the connection off in the middle of the body. */
  | { readonly kind: 'reset' }
  /** Behaves as the next of these each time it is asked, and as the last from then on. */
  | { readonly kind: 'sequence'; readonly steps: readonly [Behaviour, ...Behaviour[]] };

const SUCCESS_MESSAGE = '操作成功。';

const TRICKLE_INTERVAL_MS = 20;
const FLOOD_CHUNK = Buffer.alloc(64 * 1024, ' ');

/** Answers a request that way. */
export function behave(
  behaviour: Behaviour,
  timesAsked: number,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  switch (behaviour.kind) {
    case 'good':
      json(response, 200, {
        msg: SUCCESS_MESSAGE,
        code: 200,
        data: behaviour.figures ?? DOCUMENTED_FIGURES,
      });
      break;
    case 'refused':
      json(response, behaviour.httpStatus, { msg: 'Error request, response status: 401', code: 401 });
      break;
    case 'code':
      json(response, behaviour.httpStatus ?? 200, {
        msg: `Error request, response status: ${behaviour.code}`,
        code: behaviour.code,
      });
      break;
    case 'raw':
      response.writeHead(behaviour.status, behaviour.headers).end(behaviour.body);
      break;
    case 'silent':
      break;
    case 'stuck-body':
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"msg":');
      break;
    case 'trickle': {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"msg":');
      const timer = setInterval(() => response.write(' '), TRICKLE_INTERVAL_MS);
      response.once('close', () => clearInterval(timer));
      break;
    }
    case 'flood':
      response.writeHead(200, { 'content-type': 'application/json' });
      endless(FLOOD_CHUNK).pipe(response);
      break;
    case 'held':
      behaviour.until.then(() => behave(behaviour.next, timesAsked, request, response));
      break;
    case 'reset':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
      response.write('{"msg":', () => request.socket.resetAndDestroy());
      break;
    case 'sequence': {
      const { steps } = behaviour;
      behave(steps[Math.min(timesAsked, steps.length - 1)] ?? steps[0], timesAsked, request, response);
    }
  }
}

function endless(chunk: Buffer): Readable {
  return new Readable({
    read() {
      this.push(chunk);
    },
  });
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
