import type { ProxyServer } from './proxy-server.ts';
import { hostAndPort, type Target } from './target.ts';

/** What keeps a connection from coming about, in the words that follow `the proxy HOST:PORT`. */
interface ProxyFault {
  readonly says: string;
  /** Whether trying again at once may help. */
  readonly transient: boolean;
}

/**
 * A connection that did not come about because of the proxy, in words for the operator.
 *
 * It holds nothing of the exception behind it: those of libraries carry the password.
 */
export class ProxyError extends Error {
  override name = 'ProxyError';
  /** As of any connection that is refused, so that whoever tries again then does so here, and knows of nothing sent. */
  readonly code = 'ECONNREFUSED';
  readonly transient: boolean;

  constructor({ variable, host, port }: ProxyServer, { says, transient }: ProxyFault) {
    super(`${variable}: the proxy ${hostAndPort({ host, port })} ${says}`);
    this.transient = transient;
  }
}

/** The proxy error behind an exception of a library, if there is one. */
export function proxyErrorBehind(error: unknown): ProxyError | undefined {
  if (error instanceof ProxyError) return error;
  if (!(error instanceof Error)) return undefined;
  // grammY keeps the exception behind a failed request in `error`.
  return proxyErrorBehind('error' in error ? error.error : error.cause);
}

export const SILENT: ProxyFault = { says: 'does not answer', transient: true };

export function refusedCredentials({ credentials }: ProxyServer): ProxyFault {
  const says = credentials ? 'refuses the user and the password' : 'asks for a user and a password';
  return { says, transient: false };
}

/** @param why the proxy's own code or word */
export function noWayTo(target: Target, why: string): ProxyFault {
  return { says: `does not connect to ${hostAndPort(target)} (${why})`, transient: false };
}

/** @param kind of proxy that the address names */
export function notAProxy(kind: string): ProxyFault {
  return { says: `does not answer like ${kind}. Is the port another, or the protocol?`, transient: false };
}

const BY_CODE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses connections',
  ENOTFOUND: 'has a name that cannot be found',
  EAI_AGAIN: 'has a name that cannot be looked up now',
  EHOSTUNREACH: 'is out of reach',
  ENETUNREACH: 'is out of reach',
  ETIMEDOUT: SILENT.says,
  ECONNRESET: 'breaks connections off',
  EPIPE: 'breaks connections off',
};

/** @param code of the system error or TLS error that a connection to the proxy ended with */
export function connectionFailed(code: string): ProxyFault {
  const says = BY_CODE[code] ?? (isOfCertificate(code) ? 'has a certificate that is not trusted' : 'fails');
  return { says: `${says} (${code})`, transient: code in BY_CODE };
}

/** node documentation, "X509 certificate error codes". */
function isOfCertificate(code: string): boolean {
  return /CERT|SIGNED|SIGNATURE|ALTNAME|HOSTNAME_MISMATCH/.test(code);
}
