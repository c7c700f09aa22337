import { Presets, SingleBar } from 'cli-progress';

/** A bar on standard error; where that is no terminal, a line now and then. */
export interface Progress {
  advance(count: number): void;
  stop(): void;
}

const PLAIN_LINES_EVERY_MS = 2_000;

/** @param total how much there is to do; there may turn out to be more */
export function startProgress(what: string, total: number): Progress {
  const bar = new SingleBar(
    {
      format: `${what} {bar} {percentage}% | {value}/{total} | {duration_formatted}`,
      noTTYOutput: true,
      notTTYSchedule: PLAIN_LINES_EVERY_MS,
    },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  let done = 0;
  return {
    advance(count) {
      done += count;
      if (done > bar.getTotal()) bar.setTotal(done);
      bar.update(done);
    },
    stop: () => bar.stop(),
  };
}
