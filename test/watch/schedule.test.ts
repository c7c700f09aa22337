import { describe, expect, it } from 'vitest';
import { createLog } from '../../src/log.ts';
import { startSchedule } from '../../src/watch/schedule.ts';

describe('the schedule', () => {
  it('never does its work twice at the same time, and goes on after a failure', async () => {
    const lines: string[] = [];
    const log = createLog({
      level: 'error',
      secrets: [],
      destination: { write: (line) => lines.push(line) },
    });
    let underWay = 0;
    let most = 0;
    let done = 0;
    const schedule = startSchedule(
      async () => {
        underWay += 1;
        most = Math.max(most, underWay);
        await Promise.resolve();
        underWay -= 1;
        done += 1;
        if (done === 1) throw new Error('not this time');
      },
      0,
      log,
    );
    await Promise.all([schedule.tick(), schedule.tick(), schedule.tick()]);
    await schedule.stop();
    expect(most).toBe(1);
    expect(done).toBeGreaterThanOrEqual(3);
    expect(lines).toEqual([expect.stringContaining('it goes on at its next turn')]);
  });
});
