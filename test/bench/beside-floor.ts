import type { Platform } from '../../src/identity.ts';
import type { Bench, Figure, Row } from './result.ts';
import { Stand } from './stand.ts';

/** A row that measures the bot beside the floor, on one platform after the other. */
export function besideFloor(
  name: string,
  measure: (bench: Bench, stand: Stand, platform: Platform) => Promise<Figure[]>,
): Row {
  return {
    name,
    async run(bench) {
      await using stand = await Stand.open(bench.folder);
      await stand.addFloor();
      const figures: Figure[] = [];
      for (const platform of ['telegram', 'discord'] satisfies Platform[])
        figures.push(...(await measure(bench, stand, platform)));
      return figures;
    },
  };
}
