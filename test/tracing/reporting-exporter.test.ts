import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../src/log.ts';
import { ReportingExporter } from '../../src/tracing/reporting-exporter.ts';
import { Collector } from './collector.ts';

const MINUTE_MS = 60_000;

describe('spans that do not reach the collector', () => {
  let collector: Collector;
  let provider: BasicTracerProvider;
  let lines: { readonly level: number; readonly msg: string; readonly lost: number }[];
  let now: number;

  beforeEach(async () => {
    collector = await Collector.start();
    lines = [];
    now = 0;
    const log = createLog({
      level: 'info',
      secrets: [],
      destination: { write: (line) => lines.push(JSON.parse(line)) },
    });
    const exporter = new OTLPTraceExporter({ url: `${collector.endpoint}/v1/traces` });
    const reporting = new ReportingExporter(exporter, log, () => now);
    provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(reporting)] });
  });
  afterEach(async () => {
    await Promise.allSettled([provider.shutdown()]);
    await collector.close();
  });

  async function sendOne(status: number): Promise<void> {
    collector.status = status;
    provider.getTracer('test').startSpan('span').end();
    // Rejects with what the collector answered.
    await Promise.allSettled([provider.forceFlush()]);
  }

  const told = () => lines.splice(0).map(({ level, msg, lost }) => [level, msg.split(' of ')[0], lost]);

  it('are told of at once, then now and then, and once more when they do again', async () => {
    await sendOne(200);
    expect(told()).toEqual([]);
    await sendOne(400);
    expect(told()).toEqual([[40, 'traces do not reach the collector', 1]]);
    for (let minute = 1; minute < 10; minute += 1) {
      now += MINUTE_MS;
      await sendOne(400);
    }
    expect(told()).toEqual([]);
    now += MINUTE_MS;
    await sendOne(400);
    expect(told()).toEqual([[40, 'traces do not reach the collector', 11]]);
    await sendOne(200);
    expect(told()).toEqual([[30, 'traces reach the collector again', 11]]);
    await sendOne(400);
    expect(told()).toEqual([[40, 'traces do not reach the collector', 1]]);
  });
});
