import type { Platform } from '../../../src/identity.ts';
import { type Figure, figure, type Row } from '../result.ts';
import { Stand } from '../stand.ts';

const QUESTIONS = 1_000;

/** One person asks that often at once, and the bot reuses answers for as long as it does by default. */
export const oneUser: Row = {
  name: 'one-user',
  async run({ folder, rounds }) {
    const figures: Figure[] = [];
    for (const platform of ['telegram', 'discord'] satisfies Platform[]) {
      const calls: number[] = [];
      const times: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        // Each time anew, so that no answer of the last round can be reused.
        await using stand = await Stand.open(`${folder}/${platform}-${round}`, {
          BALANCE_FRESH_SECONDS: '10',
        });
        const burst = { place: 'bot', platform, count: QUESTIONS, people: 1 };
        const before = await stand.world.call('calls');
        times.push(await stand.world.call('burst', burst));
        calls.push((await stand.world.call('calls')) - before);
      }
      figures.push(
        figure(`${platform}, ${QUESTIONS} at once from one user: upstream calls`, '', calls, {
          kind: 'at most',
          value: 1,
        }),
        figure(`${platform}, ${QUESTIONS} at once from one user: all answered after`, 'ms', times),
      );
    }
    return figures;
  },
};
