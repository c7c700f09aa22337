import type { SpanExporter } from '@opentelemetry/sdk-trace-node';
import type { Logger } from 'pino';
import { describeError } from '../log.ts';

/** How often the log tells that the collector is away, in milliseconds. */
const REPORTED_EVERY_MS = 10 * 60_000;

type Export = Parameters<SpanExporter['export']>;

/** Tells the log, now and then, of spans that did not reach the collector. They are lost; nobody waits for them. */
export class ReportingExporter implements SpanExporter {
  readonly #exporter: SpanExporter;
  readonly #log: Logger;
  readonly #now: () => number;
  /** Spans lost since the collector was last reached. */
  #lost = 0;
  #reportedAt = Number.NEGATIVE_INFINITY;

  constructor(exporter: SpanExporter, log: Logger, now: () => number) {
    this.#exporter = exporter;
    this.#log = log;
    this.#now = now;
  }

  export(spans: Export[0], done: Export[1]): void {
    this.#exporter.export(spans, (result) => {
      if (result.error === undefined) this.#noteSuccess();
      else this.#noteFailure(spans.length, result.error);
      done(result);
    });
  }

  forceFlush(): Promise<void> {
    return this.#exporter.forceFlush?.() ?? Promise.resolve();
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown();
  }

  #noteSuccess(): void {
    if (this.#lost === 0) return;
    this.#log.info({ lost: this.#lost }, 'traces reach the collector again');
    this.#lost = 0;
    this.#reportedAt = Number.NEGATIVE_INFINITY;
  }

  #noteFailure(count: number, error: Error): void {
    this.#lost += count;
    if (this.#now() - this.#reportedAt < REPORTED_EVERY_MS) return;
    this.#reportedAt = this.#now();
    this.#log.warn(
      { lost: this.#lost, error: describeError(error) },
      'traces do not reach the collector of OTEL_EXPORTER_OTLP_ENDPOINT; everything else goes on',
    );
  }
}
