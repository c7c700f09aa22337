import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Metrics } from '../../src/metrics/metrics.ts';
import { readAlertRules } from './alert-rules.ts';
import { type Query, readQuery } from './promql.ts';

const described = z.array(
  z.object({ name: z.string(), help: z.string(), type: z.string(), labelNames: z.array(z.string()) }),
);

const target = z.object({ expr: z.string(), legendFormat: z.string() });

const dashboard = z.object({
  uid: z.string(),
  schemaVersion: z.number(),
  templating: z.object({
    list: z.array(z.object({ name: z.string(), type: z.string(), definition: z.string().optional() })),
  }),
  panels: z.array(
    z.object({
      id: z.number(),
      type: z.enum(['row', 'timeseries', 'stat']),
      title: z.string().min(1),
      datasource: z
        .object({ type: z.literal('prometheus'), uid: z.string().regex(/^\$\{DS_PROMETHEUS\}$/) })
        .optional(),
      gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
      targets: z.array(target).default([]),
    }),
  ),
});

const read = (file: string) => readFileSync(new URL(`../../deploy/${file}`, import.meta.url), 'utf8');

/** What there is to ask for: metrics of the bot and their labels, as they are registered. */
function registered(): ReadonlyMap<string, readonly string[]> {
  const metrics = new Metrics('sqlite');
  metrics.show({
    standing: async () => ({ draining: false, parts: {} }),
    billing: () => ({ breaker: 'closed', underWay: 0, waiting: 0 }),
    sweepLagMs: async () => undefined,
    keys: async () => undefined,
    notices: async () => undefined,
  });
  const list = described.parse(metrics.registry.getMetricsAsArray());
  return new Map(
    list.flatMap(({ name, type, labelNames }): [string, readonly string[]][] => {
      if (type !== 'histogram') return [[name, labelNames]];
      return [
        [`${name}_bucket`, [...labelNames, 'le']],
        [`${name}_sum`, labelNames],
        [`${name}_count`, labelNames],
      ];
    }),
  );
}

/** What Prometheus adds to everything that it scrapes. */
const ADDED = ['instance', 'job'];

const METRICS: ReadonlyMap<string, readonly string[]> = new Map([...registered(), ['up', []]]);

/** Each name in an expression that there is nothing for. */
function unknownIn({ metrics, grouping }: Query, mentioned: readonly string[]): readonly string[] {
  const labelsOf = (name: string) => [...ADDED, ...(METRICS.get(name) ?? [])];
  const all = metrics.flatMap(({ name }) => labelsOf(name));
  return [
    ...metrics.filter(({ name }) => !METRICS.has(name)).map(({ name }) => name),
    ...metrics.flatMap(({ name, labels }) => labels.filter((label) => !labelsOf(name).includes(label))),
    ...[...grouping, ...mentioned].filter((label) => !all.includes(label)),
  ];
}

describe('the metrics', () => {
  it('have names by the conventions of Prometheus, and a text that explains each', () => {
    const list = described
      .parse(new Metrics('sqlite').registry.getMetricsAsArray())
      .filter(({ name }) => name.startsWith('talkbot_'));
    for (const { name, help, type } of list) {
      expect(help, name).toMatch(/^[A-Z].*\.$/);
      expect(name, name).toMatch(/^[a-z_]+$/);
      if (type === 'counter') expect(name).toMatch(/_total$/);
      if (type === 'histogram') expect(name).toMatch(/_seconds$/);
    }
  });

  it('have no label that a user could be in', () => {
    const labels = [...METRICS].filter(([name]) => name.startsWith('talkbot_')).flatMap(([, names]) => names);
    expect([...new Set(labels)].sort()).toEqual([
      'command',
      'le',
      'operation',
      'outcome',
      'part',
      'platform',
      'problem',
      'state',
      'store',
    ]);
  });
});

describe('the dashboard', () => {
  const { panels, templating, schemaVersion } = dashboard.parse(JSON.parse(read('grafana/dashboard.json')));
  const targets = panels.flatMap((panel) => panel.targets.map((each) => ({ ...each, title: panel.title })));

  it('asks for nothing that there is not', () => {
    for (const { expr, legendFormat, title } of targets) {
      const query = readQuery(expr);
      expect(query.metrics.length, title).toBeGreaterThan(0);
      const legend = [...legendFormat.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, label = '']) => label);
      expect(unknownIn(query, legend), title).toEqual([]);
    }
  });

  it('shows every metric of the bot', () => {
    const shown = new Set(targets.flatMap(({ expr }) => readQuery(expr).metrics.map(({ name }) => name)));
    const isShown = (name: string) =>
      [name, `${name}_bucket`, `${name}_count`, `${name}_sum`].some((each) => shown.has(each));
    const missing = [...METRICS.keys()]
      .map((name) => name.replace(/_(bucket|count|sum)$/, ''))
      .filter((name) => name.startsWith('talkbot_') && !isShown(name));
    expect(missing).toEqual([]);
  });

  it('takes its data from wherever the reader says, and has panels that do not lie over each other', () => {
    expect(schemaVersion).toBeGreaterThanOrEqual(36);
    expect(templating.list[0]).toMatchObject({ name: 'DS_PROMETHEUS', type: 'datasource' });
    const variables = new Set(['__rate_interval', ...templating.list.map(({ name }) => name)]);
    const used = targets.flatMap(({ expr }) => [...expr.matchAll(/\$(\w+)/g)].map(([, name = '']) => name));
    expect(used.filter((name) => !variables.has(name))).toEqual([]);
    for (const { definition } of templating.list.filter(({ type }) => type === 'query')) {
      const [, metric = ''] = /^label_values\((\w+), \w+\)$/.exec(definition ?? '') ?? [];
      expect(METRICS.has(metric), definition).toBe(true);
    }
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(panels.filter(({ type, datasource }) => type !== 'row' && datasource === undefined)).toEqual([]);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...panels.map(({ gridPos: { x, w } }) => x + w))).toBe(24);
  });
});

describe('the alert rules', () => {
  const rules = readAlertRules(read('prometheus/alerts.yaml'));

  it('ask for nothing that there is not', () => {
    expect(rules.length).toBeGreaterThan(8);
    for (const { alert, expr = '', summary = '', description = '' } of rules) {
      const query = readQuery(expr);
      expect(query.metrics.length, alert).toBeGreaterThan(0);
      const told = [...`${summary} ${description}`.matchAll(/\$labels\.(\w+)/g)].map(
        ([, label = '']) => label,
      );
      expect(unknownIn(query, told), alert).toEqual([]);
    }
  });

  it('say how bad it is, what has happened and what to do', () => {
    for (const rule of rules) {
      expect(rule.severity, rule.alert).toMatch(/^(critical|warning)$/);
      expect(rule.summary, rule.alert).toMatch(/^\S.{15,}[^.]$/);
      expect(rule.description, rule.alert).toMatch(/^\S.{100,}\.$/);
    }
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });
});

describe('the reader of queries', () => {
  it('tells metrics from functions, labels, durations and strings', () => {
    expect(
      readQuery(
        'sum by (a, b) (rate(x_total{c="d{e}", f=~"g|h"}[$__rate_interval])) / on (i) y or absent(up{job="k"}) > 0.5',
      ),
    ).toEqual({
      metrics: [
        { name: 'x_total', labels: ['c', 'f'] },
        { name: 'y', labels: [] },
        { name: 'up', labels: ['job'] },
      ],
      grouping: ['a', 'b', 'i'],
    });
  });
});
