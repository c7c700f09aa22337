import { setTimeout as delay } from 'node:timers/promises';
import { PEOPLE } from '../place.ts';
import { figure, type Row } from '../result.ts';
import { Stand } from '../stand.ts';
import { median } from '../statistics.ts';

const PAUSE_MS = 8;
const BURSTS_A_ROUND = 5;
const PAUSE_BETWEEN_BURSTS_MS = 400;
const AT_LEAST_AS_FAST = { kind: 'at least', value: 1 } as const;

/** The bot beside one that was written the naive way, on Telegram. */
export const naive: Row = {
  name: 'naive',
  async run({ folder, rounds, quick }) {
    await using stand = await Stand.open(folder);
    await stand.addNaive();
    const { world } = stand;
    const count = quick ? 50 : 300;
    const sequence = () =>
      world.call('sequence', { places: ['bot', 'naive'], platform: 'telegram', count, pauseMs: PAUSE_MS });
    const burst = (place: string) =>
      world.call('burst', { place, platform: 'telegram', count: PEOPLE, people: PEOPLE });
    const latencies = { bot: [] as number[], naive: [] as number[] };
    const rates = { bot: [] as number[], naive: [] as number[] };
    await stand.warmUp(['bot', 'naive'], 'telegram', quick);
    for (let round = 0; round < rounds; round += 1) {
      const times = await sequence();
      const spent = { bot: 0, naive: 0 };
      for (let each = 0; each < BURSTS_A_ROUND; each += 1) {
        for (const place of ['bot', 'naive'] as const) {
          spent[place] += await burst(place);
          await delay(PAUSE_BETWEEN_BURSTS_MS);
        }
      }
      for (const place of ['bot', 'naive'] as const) {
        latencies[place].push(median(times[place] ?? []));
        rates[place].push((1000 * PEOPLE * BURSTS_A_ROUND) / spent[place]);
      }
    }
    const faster = latencies.naive.map((ms, round) => ms / (latencies.bot[round] ?? Number.NaN));
    const more = rates.bot.map((rate, round) => rate / (rates.naive[round] ?? Number.NaN));
    return [
      figure('one at a time, p50: the naive time over ours', '×', faster, AT_LEAST_AS_FAST),
      figure('one at a time, p50: ours', 'ms', latencies.bot),
      figure('one at a time, p50: the naive one', 'ms', latencies.naive),
      figure(`${PEOPLE} at once: our throughput over the naive one`, '×', more, AT_LEAST_AS_FAST),
      figure(`${PEOPLE} at once: ours`, '/s', rates.bot),
      figure(`${PEOPLE} at once: the naive one`, '/s', rates.naive),
    ];
  },
};
