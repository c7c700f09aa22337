import { AssertionError } from 'node:assert';
import { errors } from 'undici';
import { ProxyError } from '../proxy/proxy-error.ts';
import type { Unavailability } from './outcome.ts';

const BY_CODE: Readonly<Record<string, Unavailability>> = {
  UND_ERR_CONNECT_TIMEOUT: 'connect-timeout',
  UND_ERR_HEADERS_TIMEOUT: 'headers-timeout',
  UND_ERR_BODY_TIMEOUT: 'body-timeout',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'too-large',
  UND_ERR_HEADERS_OVERFLOW: 'too-large',
  UND_ERR_SOCKET: 'connection-lost',
  ECONNRESET: 'connection-lost',
  EPIPE: 'connection-lost',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  ETIMEDOUT: 'connect-timeout',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
};

const OF_THE_CONNECTION: ReadonlySet<Unavailability> = new Set([
  'connect-timeout',
  'connection-lost',
  'refused',
  'dns',
]);

/** A fault below HTTP, as undici, node:tls and the way through a proxy report it. */
export interface ConnectionFault {
  readonly reason: Unavailability;
  /** The system's or the library's error code; of a proxy, which one it is and what is wrong with it. */
  readonly detail: string;
  /** Whether asking again at once may help. */
  readonly transient: boolean;
}

/** Names the fault behind an exception of undici, or `undefined` when the exception is something else: a bug. */
export function connectionFault(error: unknown): ConnectionFault | undefined {
  if (error instanceof AggregateError) return connectionFault(error.errors[0]);
  if (!(error instanceof Error)) return undefined;
  if (error instanceof ProxyError) {
    return { reason: 'proxy', detail: error.message, transient: error.transient };
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const reason = BY_CODE[code] ?? (isTlsCode(code) ? 'tls' : undefined) ?? otherFaultOfUndici(error);
  return reason && { reason, detail: code, transient: OF_THE_CONNECTION.has(reason) };
}

/** node:tls reports certificates by OpenSSL's names (node documentation, "X509 certificate error codes"). */
function isTlsCode(code: string): boolean {
  return /^(ERR_TLS_|ERR_SSL_|EPROTO$|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH)/.test(
    code,
  );
}

function otherFaultOfUndici(error: Error): Unavailability | undefined {
  return error instanceof errors.HTTPParserError ||
    error instanceof errors.ResponseContentLengthMismatchError ||
    // Some answers that break the rules of HTTP, such as 101 that nobody asked for, break an assertion of undici.
    error instanceof AssertionError
    ? 'connection-lost'
    : undefined;
}
