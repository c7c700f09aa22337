import type { DestinationStream } from 'pino';

/** The longest time for which a line is kept back, in milliseconds. */
const MAX_DELAY_MS = 20;

/** As much as a pipe takes in at once (pipe(7)). */
const MAX_LENGTH = 64 * 1024;

/**
 * Lines for standard output, those of a moment written together: each writing takes as long as a good part of an
 * answer. Only a process that is killed loses lines, those of its last moment.
 */
export class LogOutput implements DestinationStream {
  readonly #out: Pick<NodeJS.WriteStream, 'write'>;
  #lines = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(out: Pick<NodeJS.WriteStream, 'write'> = process.stdout) {
    this.#out = out;
    process.on('exit', () => this.flushSync());
  }

  write(line: string): void {
    this.#lines += line;
    if (this.#lines.length >= MAX_LENGTH) this.flushSync();
    else this.#timer ??= setTimeout(() => this.flushSync(), MAX_DELAY_MS);
  }

  /** Writes what is kept back; pino calls it for what is fatal. */
  flushSync(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#lines === '') return;
    this.#out.write(this.#lines);
    this.#lines = '';
  }
}
