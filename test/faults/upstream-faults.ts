import { gzipSync } from 'node:zlib';
import type { Behaviour } from '../../src/sandbox/billing/index.ts';

export interface Fault {
  readonly name: string;
  /** How the API answers; a fault of the connection itself is made in another way. */
  readonly how: Behaviour | 'nobody listens' | 'no TLS';
  /** What the user is told. */
  readonly told: 'no answer' | 'pause' | 'pause of 30 s' | 'key refused';
  /** The reason in the log; a refused key is an outcome of its own and needs none. */
  readonly reason?: RegExp;
}

/** An answer of any kind. */
export function answer(
  status: number,
  body: string | Buffer,
  headers: Record<string, string> = {},
): Behaviour {
  return { kind: 'raw', status, body, headers };
}

/** gzip joins members: a MiB of nothing takes about 1 KB, as often as one likes. */
function bomb(mebibytes: number): Behaviour {
  const member = gzipSync(Buffer.alloc(1024 * 1024));
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
  return answer(200, Buffer.concat(Array<Buffer>(mebibytes).fill(member)), headers);
}

const NOT_UTF8 = Buffer.from('{"code":200,"msg":"\xff"}', 'latin1');

const told = 'no answer';

/** Everything that an upstream may do to a look-up. */
export const FAULTS: readonly Fault[] = [
  { name: 'a refused connection', how: 'nobody listens', told, reason: /^refused \(ECONNREFUSED\)$/ },
  { name: 'a TLS error', how: 'no TLS', told, reason: /^tls / },
  { name: 'a reset in mid-body', how: { kind: 'reset' }, told, reason: /^connection-lost / },
  { name: 'headers that do not come', how: { kind: 'silent' }, told, reason: /^(deadline|headers-timeout)/ },
  { name: 'a body that stops', how: { kind: 'stuck-body' }, told, reason: /^(deadline|body-timeout)/ },
  { name: 'a body that trickles', how: { kind: 'trickle' }, told, reason: /^deadline$/ },
  { name: 'a body of 10 MB', how: answer(200, Buffer.alloc(10_000_000, ' ')), told, reason: /^too-large / },
  { name: 'a body without end', how: { kind: 'flood' }, told, reason: /^too-large / },
  { name: 'a gzip bomb of 128 MiB', how: bomb(128), told, reason: /^too-large / },
  { name: 'a gzip bomb that keeps to the limit', how: bomb(48), told, reason: /^not-utf8$/ },
  { name: 'invalid UTF-8', how: answer(200, NOT_UTF8), told, reason: /^not-utf8$/ },
  { name: 'HTML at HTTP 200', how: answer(200, '<!DOCTYPE html><p>Hello'), told, reason: /^html$/ },
  { name: 'truncated JSON', how: answer(200, '{"code":200,"data":{"rem'), told, reason: /^truncated$/ },
  { name: 'HTTP 500', how: answer(500, 'oops'), told, reason: /^http-status \(500\)$/ },
  { name: 'HTTP 503 with HTML', how: answer(503, '<html>'), told, reason: /^http-status \(503\)$/ },
  { name: 'code 401 at HTTP 200', how: { kind: 'refused', httpStatus: 200 }, told: 'key refused' },
  { name: 'HTTP 401 with HTML', how: answer(401, '<html>401</html>'), told: 'key refused' },
  { name: 'HTTP 429', how: answer(429, ''), told: 'pause', reason: /^rate-limited$/ },
  {
    name: 'HTTP 429 with Retry-After',
    how: answer(429, '', { 'retry-after': '30' }),
    told: 'pause of 30 s',
    reason: /^rate-limited$/,
  },
];
