import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OtelTracer } from '../../src/tracing/otel-tracer.ts';

const NOON = Date.UTC(2026, 10, 28, 12);
const HOUR_MS = 3_600_000;

describe('a trace during which the clock of the day is put right', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: NOON }));
  afterEach(() => vi.useRealTimers());

  it.each([
    ['back', -HOUR_MS],
    ['forward', HOUR_MS],
  ])('has each step within the one that it is a part of (%s)', async (_way, change) => {
    const exporter = new InMemorySpanExporter();
    const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
    const tracer = new OtelTracer(provider.getTracer('test'));
    await tracer.trace({ name: 'whole' }, async () => {
      vi.setSystemTime(NOON + change);
      await tracer.step({ name: 'step' }, async () => vi.setSystemTime(NOON));
    });
    const [step, whole] = exporter
      .getFinishedSpans()
      .map(({ startTime, endTime }) => ({ from: inMs(startTime), until: inMs(endTime) }));
    expect(whole?.from).toBeCloseTo(NOON, 0);
    expect(step?.from).toBeGreaterThanOrEqual(whole?.from ?? Number.NaN);
    expect(step?.until).toBeLessThanOrEqual(whole?.until ?? Number.NaN);
    await provider.shutdown();
  });
});

function inMs([seconds, nanoseconds]: readonly [number, number]): number {
  return seconds * 1000 + nanoseconds / 1e6;
}
