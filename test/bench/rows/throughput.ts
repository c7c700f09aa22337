import { setTimeout as delay } from 'node:timers/promises';
import type { Platform } from '../../../src/identity.ts';
import { besideFloor } from '../beside-floor.ts';
import { PEOPLE } from '../place.ts';
import { type Bench, type Figure, figure } from '../result.ts';
import type { Stand } from '../stand.ts';

const BURSTS_A_ROUND = 5;

/** Between bursts, so that what a bot does behind its answers is not measured with the next one. */
const PAUSE_MS = 400;

/** Everybody asks at once: answers a second, and how many of the floor's that is. */
export const throughput = besideFloor('throughput', measure);

async function measure(bench: Bench, stand: Stand, platform: Platform): Promise<Figure[]> {
  const { world, bot } = stand;
  await stand.warmUp(['bot', 'floor'], platform, bench.quick);
  const rates = { bot: [] as number[], floor: [] as number[] };
  const cpu: number[] = [];
  for (let round = 0; round < bench.rounds; round += 1) {
    const spent = { bot: 0, floor: 0 };
    const cpuBefore = await bot.cpuMs();
    for (let burst = 0; burst < BURSTS_A_ROUND; burst += 1) {
      for (const place of ['bot', 'floor'] as const) {
        spent[place] += await world.call('burst', { place, platform, count: PEOPLE, people: PEOPLE });
        await delay(PAUSE_MS);
      }
    }
    for (const place of ['bot', 'floor'] as const)
      rates[place].push((1000 * PEOPLE * BURSTS_A_ROUND) / spent[place]);
    cpu.push(((await bot.cpuMs()) - cpuBefore) / (PEOPLE * BURSTS_A_ROUND));
  }
  const ratios = rates.bot.map((rate, round) => rate / (rates.floor[round] ?? Number.NaN));
  return [
    figure(`${platform}, ${PEOPLE} at once: throughput over the floor's`, '×', ratios, {
      kind: 'at least',
      value: 0.6,
    }),
    figure(`${platform}, ${PEOPLE} at once: the bot`, '/s', rates.bot),
    figure(`${platform}, ${PEOPLE} at once: the floor`, '/s', rates.floor),
    figure(`${platform}: processor time of the bot for a command`, 'ms', cpu),
  ];
}
