/** The code by which the system or a library names an error, such as `ENOENT` or `SQLITE_BUSY`, if it has one. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return ['string', 'number'].includes(typeof error.code) ? String(error.code) : undefined;
}
