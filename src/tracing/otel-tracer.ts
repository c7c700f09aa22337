import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Context,
  type Span as OtelSpan,
  type Tracer as OtelTracing,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { type Attributes, type Beginning, NO_SPAN, type Span, type Tracer } from './tracer.ts';

/**
 * Records spans by OpenTelemetry. Nothing is registered for the whole process, so no library makes spans of its own
 * or tells third parties of a trace.
 */
export class OtelTracer implements Tracer {
  readonly #tracing: OtelTracing;
  readonly #current = new AsyncLocalStorage<Context>();

  constructor(tracing: OtelTracing) {
    this.#tracing = tracing;
  }

  trace<T>(beginning: Beginning, task: (span: Span) => Promise<T>): Promise<T> {
    return this.#record(beginning, SpanKind.SERVER, ROOT_CONTEXT, task);
  }

  step<T>(beginning: Beginning, task: (span: Span) => Promise<T>): Promise<T> {
    const parent = this.#current.getStore();
    if (parent === undefined) return task(NO_SPAN);
    return this.#record(beginning, beginning.remote ? SpanKind.CLIENT : SpanKind.INTERNAL, parent, task);
  }

  async #record<T>(
    { name, attributes = {} }: Beginning,
    kind: SpanKind,
    parent: Context,
    task: (span: Span) => Promise<T>,
  ): Promise<T> {
    const span = this.#tracing.startSpan(name, { kind, attributes }, parent);
    const recorded = new RecordedSpan(span);
    try {
      return await this.#current.run(trace.setSpan(parent, span), () => task(recorded));
    } catch (error) {
      recorded.fail(error instanceof Error ? error.name : typeof error);
      throw error;
    } finally {
      span.end();
    }
  }
}

class RecordedSpan implements Span {
  readonly #span: OtelSpan;

  constructor(span: OtelSpan) {
    this.#span = span;
  }

  note(attributes: Attributes): void {
    this.#span.setAttributes(attributes);
  }

  fail(kind: string): void {
    this.#span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', kind);
  }
}
