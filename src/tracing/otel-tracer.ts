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

/** The span that steps belong to, and the clock of its trace. */
interface Current {
  readonly context: Context;
  /** Milliseconds since 1970, with fractions. */
  readonly now: () => number;
}

/**
 * Records spans by OpenTelemetry. Nothing is registered for the whole process, so no library makes spans of its own
 * or tells third parties of a trace.
 *
 * All times of a trace come from one reading of the clock of the day, and from a steady clock since then: when the
 * former is put right meanwhile, a step would end after what it is a part of.
 */
export class OtelTracer implements Tracer {
  readonly #tracing: OtelTracing;
  readonly #current = new AsyncLocalStorage<Current>();

  constructor(tracing: OtelTracing) {
    this.#tracing = tracing;
  }

  trace<T>(beginning: Beginning, task: (span: Span) => Promise<T>): Promise<T> {
    return this.#record(beginning, SpanKind.SERVER, { context: ROOT_CONTEXT, now: clock() }, task);
  }

  step<T>(beginning: Beginning, task: (span: Span) => Promise<T>): Promise<T> {
    const parent = this.#current.getStore();
    if (parent === undefined) return task(NO_SPAN);
    return this.#record(beginning, beginning.remote ? SpanKind.CLIENT : SpanKind.INTERNAL, parent, task);
  }

  async #record<T>(
    { name, attributes = {} }: Beginning,
    kind: SpanKind,
    { context: parent, now }: Current,
    task: (span: Span) => Promise<T>,
  ): Promise<T> {
    const span = this.#tracing.startSpan(name, { kind, attributes, startTime: now() }, parent);
    const recorded = new RecordedSpan(span);
    try {
      return await this.#current.run({ context: trace.setSpan(parent, span), now }, () => task(recorded));
    } catch (error) {
      recorded.fail(error instanceof Error ? error.name : typeof error);
      throw error;
    } finally {
      span.end(now());
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

function clock(): () => number {
  const from = Date.now() - performance.now();
  return () => from + performance.now();
}
