import { createServer, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { Journal } from '../../src/sandbox/journal.ts';
import { type Loopback, listenOnLoopback } from '../../src/sandbox/loopback.ts';

const attributes = z
  .array(z.object({ key: z.string(), value: z.object({ stringValue: z.string() }).partial() }))
  .transform((list) => Object.fromEntries(list.map(({ key, value }) => [key, value.stringValue])));

const span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  startTimeUnixNano: z.string().transform(BigInt),
  endTimeUnixNano: z.string().transform(BigInt),
  attributes,
});

const exported = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes }),
      scopeSpans: z.array(z.object({ spans: z.array(span) })),
    }),
  ),
});

export type CollectedSpan = z.output<typeof span>;

/** A request to a collector, as it came. */
export interface Export {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Takes traces by OTLP over HTTP, in JSON, on loopback. */
export class Collector {
  readonly exports = new Journal<Export>();
  /** What it answers. */
  status = 200;
  readonly #loopback: Loopback;

  private constructor(loopback: Loopback) {
    this.#loopback = loopback;
  }

  static async start(): Promise<Collector> {
    const server = createServer();
    const collector = new Collector(await listenOnLoopback(server));
    server.on('request', async (request, response) => {
      const { url: path = '', headers } = request;
      collector.exports.push({ path, headers, body: await text(request) });
      response.writeHead(collector.status, { 'content-type': 'application/json' }).end('{}');
    });
    return collector;
  }

  get endpoint(): string {
    return `http://${this.#loopback.host}`;
  }

  /** What the resources of all spans are called. */
  get services(): Set<string | undefined> {
    return new Set(this.#resourceSpans().map(({ resource }) => resource.attributes['service.name']));
  }

  /** All spans, by trace. */
  get traces(): ReadonlyMap<string, readonly CollectedSpan[]> {
    const spans = this.#resourceSpans().flatMap(({ scopeSpans }) =>
      scopeSpans.flatMap((scope) => scope.spans),
    );
    const traces = new Map<string, CollectedSpan[]>();
    for (const each of spans) traces.set(each.traceId, [...(traces.get(each.traceId) ?? []), each]);
    return traces;
  }

  close(): Promise<void> {
    return this.#loopback.close();
  }

  #resourceSpans() {
    return this.exports.entries.flatMap(({ body }) => exported.parse(JSON.parse(body)).resourceSpans);
  }
}
