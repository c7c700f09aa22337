import { randomUUID } from 'node:crypto';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-node';
import type { Logger } from 'pino';
import { atMost } from '../at-most.ts';
import type { Secret } from '../secret.ts';
import { OtelTracer } from './otel-tracer.ts';
import { ReportingExporter } from './reporting-exporter.ts';
import type { Tracer } from './tracer.ts';

/** Where traces go. */
export interface TracingOptions {
  /** Takes OTLP over HTTP, at `/v1/traces` under this address. */
  readonly endpoint: string;
  /** Go with each request, by name. */
  readonly headers: Readonly<Record<string, Secret>>;
  readonly serviceName: string;
  /** Which part of the commands is traced, from 0 to 1. */
  readonly share: number;
}

/** Spans that wait to be sent at most, some kilobytes each; a command has about twenty. */
const MAX_QUEUE = 8_192;
const BATCH = 512;
const BATCH_EVERY_MS = 2_000;

/** How long a batch may take, attempts after a failure included, and how long the last one at a stop. */
const EXPORT_MS = 5_000;
const FLUSH_MS = 2_000;

/** No attribute of this bot is as long. */
const MAX_ATTRIBUTE_LENGTH = 128;

/** Traces that go to a collector. */
export interface Tracing extends Tracer {
  /** Sends what waits, for two seconds at most. */
  close(): Promise<void>;
}

/** Sends traces to a collector from now on, whether it is there or not. */
export function startTracing(
  { endpoint, headers, serviceName, share }: TracingOptions,
  log: Logger,
  now: () => number,
): Tracing {
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.reveal()])),
    timeoutMillis: EXPORT_MS,
  });
  const provider = new BasicTracerProvider({
    resource: defaultResource().merge(
      resourceFromAttributes({ 'service.name': serviceName, 'service.instance.id': randomUUID() }),
    ),
    sampler: new TraceIdRatioBasedSampler(share),
    generalLimits: { attributeValueLengthLimit: MAX_ATTRIBUTE_LENGTH },
    spanProcessors: [
      new BatchSpanProcessor(new ReportingExporter(exporter, log, now), {
        maxQueueSize: MAX_QUEUE,
        maxExportBatchSize: BATCH,
        scheduledDelayMillis: BATCH_EVERY_MS,
        exportTimeoutMillis: EXPORT_MS,
      }),
    ],
  });
  const tracer = new OtelTracer(provider.getTracer('talk-bot-balance'));
  return {
    trace: (beginning, task) => tracer.trace(beginning, task),
    step: (beginning, task) => tracer.step(beginning, task),
    async close() {
      const flushed = provider.shutdown().then(
        () => true,
        () => false,
      );
      if (await atMost(FLUSH_MS, flushed, false)) return;
      log.warn('the last traces did not reach the collector of OTEL_EXPORTER_OTLP_ENDPOINT');
    },
  };
}
