import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PLATFORMS, personOn } from '../e2e/person.ts';
import { ProcessWorld } from '../e2e/process-world.ts';
import './outcome.ts';

const FAILED = 'I cannot reach my storage right now';
const REGISTERED = 'Your key is registered';

/** Enough to start with, and too little for many registrations. */
const FILE_LIMIT_KIB = 128;

const ENOUGH_TO_FILL_IT = 40;

describe('a disk that takes no more', () => {
  let world: ProcessWorld;
  beforeEach(async () => {
    world = await ProcessWorld.make();
  });
  afterEach(() => world.stop());

  it('while people register and ask', async ({ task }) => {
    const bot = await world.startReady({ fileLimitKiB: FILE_LIMIT_KIB });
    const registered = PLATFORMS.map((platform) => personOn(platform, world));
    for (const person of registered)
      expect(await person.write(world.key({ kind: 'good' }))).toContain(REGISTERED);

    const refused = new Set<string>();
    for (let count = 0; refused.size < PLATFORMS.length; count += 1) {
      expect(count).toBeLessThan(ENOUGH_TO_FILL_IT);
      for (const platform of PLATFORMS) {
        const person = personOn(platform, world);
        const reply = await person.write(world.key({ kind: 'good' }));
        expect(reply).toMatch(new RegExp(`${REGISTERED}|${FAILED}`));
        if (reply.includes(FAILED)) refused.add(platform);
        else registered.push(person);
      }
    }
    for (const person of registered) expect(await person.command('balance')).toContain('2,005,317.99');
    expect(bot.output).toMatch(/"level":50.*(The disk is full|The disk refuses)/);
    bot.signal('SIGTERM');
    expect(await bot.exited).toBe(0);

    await world.startReady();
    for (const person of registered) expect(await person.command('balance')).toContain('2,005,317.99');
    expect(await world.leaks()).toEqual([]);
    task.meta.outcome = `new keys are refused with the reason, ${registered.length} people still get their balance, and all is there after a restart`;
  }, 60_000);
});
