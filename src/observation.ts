import type { Logger } from 'pino';
import type { Around } from './around.ts';
import { type LookUp, outcomeOf } from './balance/outcome.ts';
import type { Rendering } from './chart/renderer.ts';
import type { Config } from './config.ts';
import type { Metrics } from './metrics/metrics.ts';
import { type AroundStore, ObservedStore } from './storage/observed-store.ts';
import { storageKind } from './storage/open-storage.ts';
import type { Store } from './storage/store.ts';
import type { Tracing } from './tracing/otlp.ts';
import { NO_TRACER, type Tracer } from './tracing/tracer.ts';

/** What looks at the work of the process: the metrics, the traces, both or nothing. */
export interface Observation {
  /** Where there is a port on which they can be asked for. */
  readonly metrics: Metrics | undefined;
  readonly tracer: Tracer;
  observed(store: Store): Store;
  /** Goes around each call to the billing API. */
  readonly aroundCall: Around<LookUp>;
  /** Goes around the drawing of each chart. */
  readonly aroundDrawing: Around<Rendering>;
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
  const timed: AroundStore = metrics?.aroundStore ?? ((_operation, task) => task());
  const aroundStore = tracing === undefined ? timed : storeStep(tracing, kind, timed);
  const isWatched = metrics !== undefined || tracing !== undefined;
  return {
    metrics,
    tracer,
    observed: (store) => (isWatched ? new ObservedStore(store, aroundStore) : store),
    aroundCall: step(tracer, 'billing call', true, outcomeOf, metrics?.aroundCall),
    aroundDrawing: step(tracer, 'draw chart', false, ({ kind: outcome }) => outcome, metrics?.aroundDrawing),
    close: async () => tracing?.close(),
  };
}

function storeStep(tracer: Tracer, kind: string, around: AroundStore): AroundStore {
  return (operation, task) => {
    const attributes = { 'db.system.name': kind, 'db.operation.name': operation };
    return tracer.step({ name: `store ${operation}`, remote: true, attributes }, () =>
      around(operation, task),
    );
  };
}

function step<Result>(
  tracer: Tracer,
  name: string,
  remote: boolean,
  outcome: (result: Result) => string,
  around: Around<Result> = (task) => task(),
): Around<Result> {
  return (task) =>
    tracer.step({ name, remote }, async (span) => {
      const result = await around(task);
      span.note({ 'talkbot.outcome': outcome(result) });
      return result;
    });
}
