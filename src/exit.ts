import type { ConfigError } from './config.ts';
import { WrongKeyError } from './records/record-names.ts';
import { StorageError } from './storage/storage-error.ts';

/** EX_CONFIG of sysexits(3): nothing but another configuration will help. */
export const EXIT_CONFIG = 78;

/** All problems of a configuration, a line each. */
export function explainProblems({ problems }: ConfigError): string {
  return ['The configuration cannot be used:', ...problems.map((problem) => `  - ${problem}`)].join('\n');
}

/** Why the store cannot be used, in words for the operator; `undefined` for every other error. */
export function explainStore(error: unknown): string | undefined {
  if (error instanceof StorageError) return `${error.message}. ${error.advice}`;
  return error instanceof WrongKeyError ? error.message : undefined;
}
