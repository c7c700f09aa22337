import type { IncomingHttpHeaders } from 'node:http';
import { type Dispatcher, errors } from 'undici';

/** What was answered to a call, the body read whole. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Says when a call is given up: what is needed here of an `AbortSignal`. */
export interface Signal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/**
 * Makes a call, and reads its answer whole. `dispatcher.request` would make a stream of the body in a scope of its own,
 * which takes longer than the rest of a short answer.
 *
 * Rejects as undici does, with a `RequestAbortedError` where it is given up.
 */
export function call(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  signal?: Signal | null,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) reject(new errors.RequestAbortedError());
    else dispatcher.dispatch(options, new WholeAnswer(resolve, reject, signal ?? undefined));
  });
}

class WholeAnswer implements Dispatcher.DispatchHandler {
  readonly #resolve: (answer: Answer) => void;
  readonly #reject: (error: Error) => void;
  readonly #signal: Signal | undefined;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: IncomingHttpHeaders = {};

  constructor(resolve: (answer: Answer) => void, reject: (error: Error) => void, signal: Signal | undefined) {
    this.#resolve = resolve;
    this.#reject = reject;
    this.#signal = signal;
    signal?.addEventListener('abort', this.#abort);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#signal?.aborted) this.#abort();
  }

  /** Of several, as where the first say that the answer is to come, the last is the answer. */
  onResponseStart(_: unknown, status: number, headers: IncomingHttpHeaders): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_: unknown, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#signal?.removeEventListener('abort', this.#abort);
    this.#resolve({ status: this.#status, headers: this.#headers, body: Buffer.concat(this.#chunks) });
  }

  onResponseError(_: unknown, error: Error): void {
    this.#signal?.removeEventListener('abort', this.#abort);
    this.#reject(error);
  }

  readonly #abort = () => {
    this.#controller?.abort(new errors.RequestAbortedError());
  };
}
