import type { Logger } from 'pino';
import type { Around } from './around.ts';
import { type LookUp, outcomeOf } from './balance/outcome.ts';
import type { Rendering } from './chart/renderer.ts';
import type { Config } from './config.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { AroundStore } from './storage/observed-store.ts';
import { storageKind } from './storage/open-storage.ts';
import type { Tracing } from './tracing/otlp.ts';
import { type Beginning, NO_TRACER, type Tracer } from './tracing/tracer.ts';

/** What looks at the work of the process: the metrics, the traces, both or nothing. */
export interface Observation {
  /** Where there is a port on which they can be asked for. */
  readonly metrics: Metrics | undefined;
  readonly tracer: Tracer;
  /** Goes around each operation of the store; `undefined` where nothing looks at them. */
  readonly aroundStore: AroundStore | undefined;
  /** Goes around each call to the billing API. Like the next one, `undefined` where nothing looks at them. */
  readonly aroundCall: Around<LookUp> | undefined;
  /** Goes around the drawing of each chart. */
  readonly aroundDrawing: Around<Rendering> | undefined;
  /** Sends what is left of the traces. */
  close(): Promise<void>;
}

/** Loads what is to look at the work, and nothing else: that takes a while. */
export async function beginObservation(
  { httpPort, storeUrl, tracing: options }: Config,
  log: Logger,
  now: () => number,
): Promise<Observation> {
  const kind = storageKind(storeUrl);
  let metrics: Metrics | undefined;
  if (httpPort !== undefined) metrics = new (await import('./metrics/metrics.ts')).Metrics(kind);
  let tracing: Tracing | undefined;
  if (options) tracing = (await import('./tracing/otlp.ts')).startTracing(options, log, now);
  const tracer = tracing ?? NO_TRACER;
  return {
    metrics,
    tracer,
    aroundStore: tracing ? storeStep(tracing, kind, metrics?.aroundStore) : metrics?.aroundStore,
    aroundCall: step(tracing, { name: 'billing call', remote: true }, outcomeOf, metrics?.aroundCall),
    aroundDrawing: step(tracing, { name: 'draw chart' }, ({ kind }) => kind, metrics?.aroundDrawing),
    close: async () => tracing?.close(),
  };
}

function storeStep(
  tracer: Tracer,
  kind: string,
  around: AroundStore = (_operation, task) => task(),
): AroundStore {
  return (operation, task) => {
    const attributes = { 'db.system.name': kind, 'db.operation.name': operation };
    return tracer.step({ name: `store ${operation}`, remote: true, attributes }, () =>
      around(operation, task),
    );
  };
}

function step<Result>(
  tracer: Tracer | undefined,
  beginning: Beginning,
  outcome: (result: Result) => string,
  around?: Around<Result>,
): Around<Result> | undefined {
  if (tracer === undefined) return around;
  return (task) =>
    tracer.step(beginning, async (span) => {
      const result = await (around === undefined ? task() : around(task));
      span.note({ 'talkbot.outcome': outcome(result) });
      return result;
    });
}
