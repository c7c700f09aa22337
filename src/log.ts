import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import pretty from 'pino-pretty';
import { codeOf } from './error-code.ts';
import { LogOutput } from './log-output.ts';
import type { Secret } from './secret.ts';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

export interface LogOptions {
  readonly level: LogLevel;
  /** Where lines go; standard output by default, drawn for people when that is a terminal. */
  readonly destination?: DestinationStream;
  /** The process's own secrets. Libraries put a bot token into addresses, and those into errors. */
  readonly secrets: readonly Secret[];
}

/** The log: one JSON object a line. */
export function createLog({ level, destination, secrets }: LogOptions): Logger {
  return pino(
    { level, base: null, timestamp: stdTimeFunctions.isoTime, hooks: { streamWrite: scrubber(secrets) } },
    destination ?? standardOutput(),
  );
}

/** Blots the secrets out of texts. */
export function scrubber(secrets: readonly Secret[]): (text: string) => string {
  const values = secrets.map((secret) => secret.reveal());
  return (text) => values.reduce((scrubbed, value) => scrubbed.replaceAll(value, '[secret]'), text);
}

function standardOutput(): DestinationStream {
  return process.stdout.isTTY ? pretty({ sync: true, ignore: 'pid,hostname' }) : new LogOutput();
}

/** An exception as the log shows it. */
export interface ErrorDescription {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  /** The code of the exception behind it, such as `ECONNREFUSED`. */
  readonly cause?: string;
  readonly stack?: string;
}

/** What a log may say of an exception: never its other properties, which in HTTP libraries hold whole requests. */
export function describeError(error: unknown): ErrorDescription {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an Error' };
  const { name, message, stack } = error;
  const code = codeOf(error);
  // grammY keeps the exception behind a failed request in `error`.
  const cause = codeOf('error' in error ? error.error : error.cause);
  return {
    type: name,
    message,
    ...(code !== undefined && { code }),
    ...(cause !== undefined && { cause }),
    ...(stack !== undefined && { stack }),
  };
}
