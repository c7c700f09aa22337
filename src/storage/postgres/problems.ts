import { codeOf } from '../../error-code.ts';
import { asServerError, type StorageError, type StorageProblem } from '../storage-error.ts';

/** By SQLSTATE, or the class that it begins with (PostgreSQL documentation, Appendix A). */
const BY_CODE: Readonly<Record<string, StorageProblem>> = {
  '08': 'unreachable',
  '25006': 'read-only',
  '28': 'refused',
  '3D000': 'unreachable',
  '40': 'busy',
  '42501': 'refused',
  '53': 'busy',
  '53100': 'full',
  '55P03': 'busy',
  '57': 'unreachable',
  '57014': 'busy',
  '58': 'disk',
  XX001: 'damaged',
  XX002: 'damaged',
};

/** What the client says without a code when the server is not there. */
const GONE = /terminated|timeout|not queryable|Client has encountered a connection error/i;

/** Takes whatever the client threw for a {@link StorageError}. */
export function asPostgresError(error: unknown): StorageError {
  const code = codeOf(error) ?? '';
  const isGone = code === '' && error instanceof Error && GONE.test(error.message);
  return asServerError(
    error,
    BY_CODE[code] ?? BY_CODE[code.slice(0, 2)] ?? (isGone ? 'unreachable' : undefined),
  );
}

/** Whether transactions got in each other's way, so that this one has changed nothing. */
export function isConflict(error: unknown): boolean {
  return ['40001', '40P01'].includes(codeOf(error) ?? '');
}
