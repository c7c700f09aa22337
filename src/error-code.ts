/** The code by which the system or a library names an error, such as `ENOENT` or `SQLITE_BUSY`, if it has one. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return ['string', 'number'].includes(typeof error.code) ? String(error.code) : undefined;
}

/**
 * Errors of a connection that never came about. The last two can also end one that had, but only after minutes
 * without any answer, and no call waits that long.
 */
const UNCONNECTED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'ENETUNREACH',
  'EHOSTUNREACH',
]);

/** Whether nothing can have been sent, since there was no connection to send it through. */
export function neverConnected(error: unknown): boolean {
  return UNCONNECTED.has(codeOf(error) ?? '');
}
