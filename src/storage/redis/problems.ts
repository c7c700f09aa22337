import { codeOf } from '../../error-code.ts';
import { asServerError, type StorageError, type StorageProblem } from '../storage-error.ts';

/** By the word that errors of the server begin with (https://redis.io/docs/latest/develop/reference/protocol-spec/). */
const BY_WORD: Readonly<Record<string, StorageProblem>> = {
  NOAUTH: 'refused',
  WRONGPASS: 'refused',
  NOPERM: 'refused',
  READONLY: 'read-only',
  OOM: 'full',
  MISCONF: 'disk',
  LOADING: 'busy',
  BUSY: 'busy',
  MASTERDOWN: 'unreachable',
  CLUSTERDOWN: 'unreachable',
};

/** Of the client's own errors, those that say that the server was not there. */
const GONE = /^(Socket|Connection|ClientOffline|ClientClosed|Disconnects|Reconnect|Timeout|CommandTimeout)/;

/** Takes whatever the client threw for a {@link StorageError}. */
export function asRedisError(error: unknown): StorageError {
  const { name = '', message = '' } = error instanceof Error ? error : {};
  const [word = ''] = message.split(' ');
  const isGone = GONE.test(error?.constructor.name ?? name) || GONE.test(name);
  return asServerError(error, BY_WORD[word] ?? (isGone ? 'unreachable' : undefined), codeOf(error));
}
