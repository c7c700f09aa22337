import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Bot, type Environment, prepareBot } from '../bot.ts';
import { peopleWithKeys } from '../fill-store.ts';
import { Part } from '../part.ts';
import { PEOPLE } from '../place.ts';
import { type Bench, type Figure, figure, type Row } from '../result.ts';
import type { World } from '../world.ts';

/** After which a process that was just started, or has just answered, is idle, in milliseconds. */
const IDLE_AFTER_MS = 5_000;

/** The bot as a process: how soon it is ready, and how much memory it takes. */
export const processes: Row = {
  name: 'process',
  async run(bench) {
    const world = new Part<World>('world.ts');
    try {
      const users = bench.quick ? 10_000 : 100_000;
      const commands = bench.quick ? 2_000 : 100_000;
      const address = await world.call('open', 'bot');
      const billingUrl = await world.call('billingUrl');
      const prepare = async (name: string, others: number): Promise<Environment> => {
        const people = [...address.people, ...peopleWithKeys(others)];
        const env = await prepareBot(join(bench.folder, name), billingUrl, address, people);
        // The watch would be at work for minutes.
        return { ...env, WATCH_INTERVAL: '0' };
      };
      const few = await prepare('few', 0);
      const many = await prepare('many', users - address.people.length);
      return [
        ...(await starts(bench, few, 'few users stored')),
        ...(await starts(bench, many, `${users} users stored`)),
        ...(await growth(bench, world, many, commands)),
      ];
    } finally {
      await world.stop();
    }
  },
};

async function starts({ rounds, folder }: Bench, env: Environment, what: string): Promise<Figure[]> {
  const ready: number[] = [];
  const resident: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const bot = await Bot.start(env, folder);
    ready.push(bot.readyAfterMs);
    await delay(IDLE_AFTER_MS);
    resident.push(await bot.residentMiB());
    await bot.stop();
  }
  return [
    figure(`start to ready, ${what}`, 'ms', ready),
    figure(`resident memory, idle, ${what}`, 'MiB', resident),
  ];
}

async function growth({ folder, say }: Bench, world: Part<World>, env: Environment, commands: number) {
  const bot = await Bot.start(env, folder);
  try {
    await delay(IDLE_AFTER_MS);
    const idle = await bot.residentMiB();
    const tenth = await residentAfter(bot, world, commands / 10);
    say(`${commands / 10} commands answered`);
    const all = await residentAfter(bot, world, commands - commands / 10);
    return [
      figure(`resident memory, idle, after ${commands / 10} commands`, 'MiB', [tenth]),
      figure(`resident memory, idle, after ${commands} commands`, 'MiB', [all]),
      figure(`growth of memory by ${commands} commands`, '%', [100 * (all / idle - 1)], {
        kind: 'at most',
        value: 10,
      }),
      figure('growth of memory by the last nine tenths of them', '%', [100 * (all / tenth - 1)]),
    ];
  } finally {
    await bot.stop();
  }
}

async function residentAfter(bot: Bot, world: Part<World>, commands: number): Promise<number> {
  for (let answered = 0; answered < commands; answered += PEOPLE) {
    await world.call('burst', { place: 'bot', platform: 'telegram', count: PEOPLE, people: PEOPLE });
  }
  await delay(IDLE_AFTER_MS);
  return bot.residentMiB();
}
