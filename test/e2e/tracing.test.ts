import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KIND_OF_RUN } from '../stores/fresh-store.ts';
import { type CollectedSpan, Collector } from '../tracing/collector.ts';
import { watchOutgoingHeaders } from '../tracing/outgoing-headers.ts';
import { Harness } from './harness.ts';
import { type Person, PLATFORMS, personOn } from './person.ts';
import { findSecrets } from './secret-scan.ts';

const COLLECTOR_TOKEN = 'a-token-for-the-collector-of-traces';

/** So few calls at once that most have to wait until another one makes room. */
const ENV = { BILLING_CONCURRENCY: '2', LOOKUPS_PER_MINUTE: '0', WATCH_INTERVAL: '1h' };

const CROWD = 12;

/** Milliseconds since 1970 with fractions are exact to a quarter of a microsecond. */
const INACCURACY_NS = 1_000n;

interface Outline {
  readonly [name: string]: Outline;
}

const isRoot = ({ parentSpanId }: CollectedSpan) => !parentSpanId;

describe('the traces of a bot that has served both platforms', () => {
  let collector: Collector;
  let harness: Harness;
  let people: readonly Person[];
  let keys: readonly string[];
  let headers: readonly string[];

  beforeAll(async () => {
    collector = await Collector.start();
    harness = await Harness.start({
      env: {
        ...ENV,
        OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.endpoint}/`,
        OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${COLLECTOR_TOKEN}, x-tenant=1`,
        OTEL_SERVICE_NAME: 'the-bot-of-this-test',
      },
    });
    const outgoing = watchOutgoingHeaders();
    people = Array.from({ length: CROWD }, (_, index) =>
      personOn(PLATFORMS[index % 2] ?? 'discord', harness, { name: `Person-of-the-traces-${index}` }),
    );
    keys = people.map(() => harness.key({ kind: 'good' }));
    await Promise.all(people.map((person, index) => person.register(keys[index] ?? '')));
    await Promise.all(people.map((person) => person.command('balance')));
    await people[1]?.command('usage');
    await people[1]?.write('a sentence that nobody else has to read');
    harness.advance(3_600_000);
    await harness.app.watch();
    await harness.stopApp();
    outgoing.stop();
    headers = outgoing.seen;
  }, 60_000);
  afterAll(async () => {
    await harness.stop();
    await collector.close();
  });

  const rootsOf = (command: string) =>
    [...collector.traces.values()].flat().filter((span) => isRoot(span) && span.name === command);

  /** What was done in a span, by name, each with what was done in it. */
  function outline(spans: readonly CollectedSpan[], { spanId }: CollectedSpan): Outline {
    const children = spans.filter(({ parentSpanId }) => parentSpanId === spanId);
    return Object.fromEntries(children.map((child) => [child.name, outline(spans, child)]));
  }

  it('are one for each event that the log tells of, and none besides', () => {
    const events = harness.log.entries
      .filter(({ msg }) => msg === 'answered')
      .map(({ request, platform, command, outcome }) => ({ request, platform, command, outcome }));
    const traces = [...collector.traces.values()].map((spans) => {
      const roots = spans.filter(isRoot);
      expect(roots).toHaveLength(1);
      const { attributes = {} } = roots[0] ?? {};
      const of = (name: string) => attributes[`talkbot.${name}`];
      return {
        request: of('request'),
        platform: of('platform'),
        command: of('command'),
        outcome: of('outcome'),
      };
    });
    const byRequest = (one: { request?: unknown }, other: { request?: unknown }) =>
      String(one.request).localeCompare(String(other.request));
    expect(traces.sort(byRequest)).toEqual(events.sort(byRequest));
    expect(collector.services).toEqual(new Set(['the-bot-of-this-test']));
  });

  it('hold each step within the one that it is a part of', () => {
    for (const spans of collector.traces.values()) {
      const byId = new Map(spans.map((span) => [span.spanId, span]));
      for (const span of spans.filter((each) => !isRoot(each))) {
        const parent = byId.get(span.parentSpanId ?? '');
        expect(parent, span.name).toBeDefined();
        expect(span.startTimeUnixNano).toBeGreaterThanOrEqual(
          (parent?.startTimeUnixNano ?? 0n) - INACCURACY_NS,
        );
        expect(span.endTimeUnixNano).toBeLessThanOrEqual((parent?.endTimeUnixNano ?? 0n) + INACCURACY_NS);
      }
    }
  });

  it('show a balance from the event over the store and the billing API to the delivery', () => {
    const roots = rootsOf('balance');
    expect(roots).toHaveLength(CROWD);
    for (const root of roots) {
      const spans = collector.traces.get(root.traceId) ?? [];
      // However many wait for their turn, each call belongs to whom it is made for.
      expect(spans.filter(({ name }) => name === 'billing call')).toHaveLength(1);
      expect(spans.filter(({ name }) => name === 'deliver')).toHaveLength(1);
      const { answer: { 'store get': read, ...answer } = {}, ...steps } = outline(spans, root);
      // What is remembered of it is written later, and no part of anybody's trace.
      expect({ ...steps, answer }).toEqual({ admit: {}, answer: { 'billing call': {} }, deliver: {} });
      // A process that is alone on a file has in memory what it has read before.
      expect(read).toEqual(KIND_OF_RUN === 'sqlite' ? expect.toBeOneOf([undefined, {}]) : {});
    }
  });

  it('show what the store is asked for', () => {
    const [root] = rootsOf('text');
    const names = (collector.traces.get(root?.traceId ?? '') ?? []).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['store get', 'store commit']));
  });

  it('show the drawing of a chart', () => {
    const [root] = rootsOf('usage');
    const names = (collector.traces.get(root?.traceId ?? '') ?? []).map(({ name }) => name);
    expect(names).toContain('draw chart');
  });

  it('reach the collector, and nobody else hears of them', () => {
    for (const { path, headers: received } of collector.exports.entries) {
      expect(path).toBe('/v1/traces');
      expect(received).toMatchObject({ authorization: `Bearer ${COLLECTOR_TOKEN}`, 'x-tenant': '1' });
    }
    expect(headers.length).toBeGreaterThan(CROWD * 4);
    expect(headers.filter((each) => /traceparent|tracestate|baggage/i.test(each))).toEqual([]);
  });

  it('hold no user, no key, no token and nothing that anybody wrote', () => {
    const secrets = [
      ...keys,
      ...keys.map((key) => `…${key.slice(-4)}`),
      // Bare digits of an id may stand in the id of a span by chance.
      ...people.flatMap(({ id }) => [`"${id}"`, `:${id}`]),
      'Person-of-the-traces',
      'nobody else has to read',
      '2005317',
      harness.discord.token,
      harness.telegram.token,
      harness.encryptionKey,
      COLLECTOR_TOKEN,
    ];
    const body = collector.exports.entries.map((each) => each.body).join('\n');
    expect(findSecrets(secrets, { traces: body })).toEqual([]);
    expect(findSecrets([COLLECTOR_TOKEN], { log: JSON.stringify(harness.log.entries) })).toEqual([]);
  });
});

describe('without a collector at its address', () => {
  it('the bot answers as ever, and ends in time, with one line in the log', async () => {
    const gone = await Collector.start();
    await gone.close();
    const harness = await Harness.start({
      platforms: ['telegram'],
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: gone.endpoint },
    });
    const user = personOn('telegram', harness);
    await user.write(harness.key({ kind: 'good' }));
    expect(await user.command('balance')).toContain('2,005,317.99');
    await harness.stopApp();
    const told = harness.log.entries.filter(
      ({ level, msg }) => Number(level) > 30 && /traces/.test(String(msg)),
    );
    expect(told).toHaveLength(1);
    await harness.stop();
  });
});
