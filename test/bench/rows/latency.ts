import type { Platform } from '../../../src/identity.ts';
import { besideFloor } from '../beside-floor.ts';
import { type Bench, type Figure, figure } from '../result.ts';
import type { Stand } from '../stand.ts';
import { quantile } from '../statistics.ts';

/** Long enough for the bot to end what it does behind an answer, so that nobody else is measured by it. */
const PAUSE_MS = 8;

const PARTS = [
  { name: 'p50', part: 0.5, atMost: 1.5 },
  { name: 'p99', part: 0.99, atMost: 2 },
] as const;

/** One question at a time, each asked of the billing API: how much longer it takes than the floor. */
export const latency = besideFloor('latency', measure);

async function measure(bench: Bench, stand: Stand, platform: Platform): Promise<Figure[]> {
  const sequence = (count: number) =>
    stand.world.call('sequence', { places: ['bot', 'floor'], platform, count, pauseMs: PAUSE_MS });
  await stand.warmUp(['bot', 'floor'], platform, bench.quick);
  await sequence(bench.quick ? 50 : 100);
  const rounds: { bot: number[]; floor: number[] }[] = [];
  for (let round = 0; round < bench.rounds; round += 1) {
    const { bot = [], floor = [] } = await sequence(bench.quick ? 50 : 300);
    rounds.push({ bot, floor });
  }
  return PARTS.flatMap(({ name, part, atMost }) => {
    const ours = rounds.map(({ bot }) => quantile(bot, part));
    const floors = rounds.map(({ floor }) => quantile(floor, part));
    const ratios = ours.map((ms, round) => ms / (floors[round] ?? Number.NaN));
    return [
      figure(`${platform}, ${name}: time over the floor's`, '×', ratios, { kind: 'at most', value: atMost }),
      figure(`${platform}, ${name}: the bot`, 'ms', ours),
      figure(`${platform}, ${name}: the floor`, 'ms', floors),
    ];
  });
}
