import { prepareBot } from '../bot.ts';
import { peopleWithKeys } from '../fill-store.ts';
import { Part } from '../part.ts';
import { figure, type Row } from '../result.ts';
import { quantile } from '../statistics.ts';
import type { SweepingBot } from '../sweeping-bot.ts';
import type { World } from '../world.ts';

/** Between two commands while the keys are read, in milliseconds. */
const PAUSE_MS = 20;

/** All keys are read once, in as many stretches as there are rounds, while people ask for their balance. */
export const sweep: Row = {
  name: 'sweep',
  async run({ folder, rounds, quick }) {
    const world = new Part<World>('world.ts');
    const bot = new Part<SweepingBot>('sweeping-bot.ts');
    try {
      const address = await world.call('open', 'bot');
      const keys = quick ? 5_000 : 100_000;
      const others = [...peopleWithKeys(keys - address.people.length)];
      await world.call(
        'accept',
        others.map(({ key }) => key),
      );
      const people = [...address.people, ...others];
      await bot.call('start', await prepareBot(folder, await world.call('billingUrl'), address, people));
      const parts = [];
      for (let round = 0; round < rounds; round += 1) parts.push(await sweepPart(world, bot, 1 / rounds));
      await bot.call('stop');
      return [
        figure(
          `a sweep of ${keys} keys while commands are answered`,
          'keys/s',
          parts.map(({ rate }) => rate),
        ),
        figure(
          'delay of the event loop meanwhile, p99',
          'ms',
          parts.map(({ delayP99 }) => delayP99),
        ),
        figure(
          'a /balance meanwhile, p50',
          'ms',
          parts.map(({ answers }) => quantile(answers, 0.5)),
        ),
        figure(
          'a /balance meanwhile, p99',
          'ms',
          parts.map(({ answers }) => quantile(answers, 0.99)),
        ),
      ];
    } finally {
      await bot.stop();
      await world.stop();
    }
  },
};

/** Sweeps a part of the keys. @returns keys a second, and milliseconds */
async function sweepPart(world: Part<World>, bot: Part<SweepingBot>, part: number) {
  const before = await world.call('calls');
  let isOver = false;
  const sweeping = bot.call('sweep', part).finally(() => {
    isOver = true;
  });
  const answers: number[] = [];
  while (!isOver) {
    const asked = { places: ['bot'], platform: 'telegram', count: 10, pauseMs: PAUSE_MS } as const;
    answers.push(...((await world.call('sequence', asked)).bot ?? []));
  }
  const { ms, delayP99 } = await sweeping;
  const keys = (await world.call('calls')) - before - answers.length;
  return { rate: (1000 * keys) / ms, delayP99, answers };
}
