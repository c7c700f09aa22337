import { codeOf } from '../error-code.ts';

/** In which way a store fails. */
export type StorageProblem =
  /** Somebody else has held it for too long. */
  | 'busy'
  | 'read-only'
  /** The server does not let this process in. */
  | 'refused'
  | 'full'
  /** Reading from or writing to the disk failed. */
  | 'disk'
  /** The file cannot be opened, or is not there any more; the server does not answer. */
  | 'unreachable'
  /** What is in the file is no sound database. */
  | 'damaged'
  | 'other';

/** By the primary result codes of SQLite (https://www.sqlite.org/rescode.html), and by those of the system. */
const BY_CODE: Readonly<Record<string, StorageProblem>> = {
  SQLITE_BUSY: 'busy',
  SQLITE_LOCKED: 'busy',
  SQLITE_READONLY: 'read-only',
  SQLITE_PERM: 'read-only',
  SQLITE_FULL: 'full',
  SQLITE_IOERR: 'disk',
  SQLITE_CANTOPEN: 'unreachable',
  SQLITE_CORRUPT: 'damaged',
  SQLITE_NOTADB: 'damaged',
  EACCES: 'read-only',
  EPERM: 'read-only',
  EROFS: 'read-only',
  ENOSPC: 'full',
  ENOENT: 'unreachable',
  ENOTDIR: 'unreachable',
};

/** By the codes of the system, for stores that are reached over the network. */
const BY_NETWORK_CODE: Readonly<Record<string, StorageProblem>> = {
  ECONNREFUSED: 'unreachable',
  ECONNRESET: 'unreachable',
  EPIPE: 'unreachable',
  ETIMEDOUT: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
};

const OTHER = 'The message of the store says why.';

const FILE_ADVICE: Readonly<Record<StorageProblem, string>> = {
  busy: 'Another process has kept the store locked. Is a backup, a restore or a second bot at work on it?',
  'read-only': 'The store is read-only. Let the user of this process write the file and its folder.',
  refused: OTHER,
  full: 'The disk is full. Free some space; what was stored before is whole.',
  disk: 'The disk refuses to read or write. Look at its space, its limits and its health.',
  unreachable:
    'The file of the store cannot be opened. Does its folder exist, and may this process enter it?',
  damaged:
    'The file is damaged or no database, and was left as it is. Move it aside with its -wal and -shm files, then bring the last backup back with the admin command restore FILE (README, Looking after the store)',
  other: OTHER,
};

const SERVER_ADVICE: Readonly<Record<StorageProblem, string>> = {
  busy: 'The server is too busy. Look at its load, its connections and what else is at work on it.',
  'read-only': 'The server takes no writes. Does STORE_URL lead to a replica in place of the primary?',
  refused:
    'The server refuses the login. Look at the user and the password in STORE_URL, and what the user may do.',
  full: 'The server has no memory or space left. Give it more; what was stored before is whole.',
  disk: 'The server cannot write to its disk. Look at its log, its space and its health.',
  unreachable:
    'The server does not answer. Does it run, and do the host and the port in STORE_URL lead to it?',
  damaged:
    'A record is damaged, and was left as it is. The admin command check names it (README, Looking after the store)',
  other: 'The message of the server says why.',
};

/** The store cannot be read or written, in words for the operator. Holds nothing that was stored. */
export class StorageError extends Error {
  override name = 'StorageError';
  readonly problem: StorageProblem;
  readonly #at: 'file' | 'server';

  /** @param options `at` says what the store is: a file, if nothing else is said */
  constructor(
    problem: StorageProblem,
    message: string,
    options: ErrorOptions & { at?: 'file' | 'server' } = {},
  ) {
    super(message, options);
    this.problem = problem;
    this.#at = options.at ?? (options.cause instanceof StorageError ? options.cause.#at : 'file');
  }

  /** What the operator can do about it. */
  get advice(): string {
    return (this.#at === 'file' ? FILE_ADVICE : SERVER_ADVICE)[this.problem];
  }
}

/** Takes whatever a store threw for a {@link StorageError}. */
export function asStorageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  // Keyv's own reading of a record; the message of the exception would hold a part of it.
  if (error instanceof SyntaxError)
    return new StorageError('damaged', 'a record is no JSON', { cause: error });
  const message = error instanceof Error ? error.message : 'unknown reason';
  const code = codeOf(error) ?? '';
  return new StorageError(BY_CODE[code] ?? 'other', message, { cause: error });
}

/** Takes what a client of a server threw for a {@link StorageError}. @param problem what the driver makes of it */
export function asServerError(
  error: unknown,
  problem?: StorageProblem,
  code = codeOf(error) ?? '',
): StorageError {
  if (error instanceof StorageError) return error;
  const options = { cause: error, at: 'server' } as const;
  if (error instanceof SyntaxError) return new StorageError('damaged', 'a record is no JSON', options);
  // An AggregateError of several addresses has no message of its own.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const message = first instanceof Error ? first.message : 'unknown reason';
  return new StorageError(problem ?? BY_NETWORK_CODE[code] ?? 'other', message, options);
}

/** What `task` gives, or `undefined` where the store fails; for what must not cost a user the answer. */
export async function unlessStoreFails<T>(task: T | Promise<T>): Promise<T | undefined> {
  try {
    return await task;
  } catch (error) {
    if (error instanceof StorageError) return undefined;
    throw error;
  }
}
