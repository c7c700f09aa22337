import type { Chart, Sample, TopUp } from '../../src/chart/chart.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** 20 November 2025, 12:34 in UTC. */
export const NOW = Date.UTC(2025, 10, 20, 12, 34);

export const LABELS = {
  en: { balance: 'Balance', topUp: 'Top-up', forecast: 'Forecast', now: 'now' },
  'zh-CN': { balance: '余额', topUp: '充值', forecast: '预测', now: '现在' },
} as const;

/** A week of an English reader in UTC whose balance falls from 100 to 16, without top-ups or forecast. */
export function aChart(change: Partial<Chart> = {}): Chart {
  const from = NOW - 7 * DAY_MS;
  return {
    title: 'Balance, last 7 days',
    samples: falling(from, NOW, 85, 100, 16),
    topUps: [],
    from,
    until: NOW,
    now: NOW,
    locale: 'en',
    timeZone: 'UTC',
    unit: 'USD',
    labels: LABELS.en,
    ...change,
  };
}

/** The same with two top-ups and a forecast for three days to come. */
export function aFullChart(change: Partial<Chart> = {}): Chart {
  const from = NOW - 7 * DAY_MS;
  const topUps = [
    { at: from + 2.2 * DAY_MS, amount: '+100' },
    { at: from + 4.5 * DAY_MS, amount: '+50' },
  ];
  const samples = withTopUps(falling(from, NOW, 85, 100, 16), topUps);
  return aChart({
    samples,
    topUps,
    fan: aFan(samples.at(-1)?.left ?? 0, NOW, 3 * DAY_MS),
    until: NOW + 3 * DAY_MS,
    ...change,
  });
}

/** Samples evenly apart that fall steadily. */
export function falling(from: number, until: number, count: number, first: number, last: number): Sample[] {
  return Array.from({ length: count }, (_, index) => {
    const part = count === 1 ? 1 : index / (count - 1);
    return { at: from + part * (until - from), left: first + part * (last - first) };
  });
}

/** Raises every sample from each top-up on. */
export function withTopUps(samples: readonly Sample[], topUps: readonly TopUp[]): Sample[] {
  const before = (at: number) => topUps.filter((topUp) => topUp.at <= at);
  const raised = (at: number) => before(at).reduce((sum, { amount }) => sum + Number(amount), 0);
  const moments = [...samples.map(({ at }) => at), ...topUps.map(({ at }) => at)].sort((a, b) => a - b);
  return moments.map((at) => ({
    at,
    left: (samples.findLast((sample) => sample.at <= at)?.left ?? 0) + raised(at),
  }));
}

/** A forecast that runs down to nothing by its end, give or take a third. */
export function aFan(left: number, now: number, span: number): NonNullable<Chart['fan']> {
  return Array.from({ length: 13 }, (_, index) => {
    const part = index / 12;
    const spent = (rate: number) => Math.max(0, left * (1 - part * rate));
    return { at: now + part * span, low: spent(1.33), likely: spent(1), high: spent(0.67) };
  });
}
