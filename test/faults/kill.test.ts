import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../src/identity.ts';
import { Vault } from '../../src/keys/vault.ts';
import { takeCensus } from '../../src/records/census.ts';
import { type Person, PLATFORMS, personOn } from '../e2e/person.ts';
import { ProcessWorld } from '../e2e/process-world.ts';
import { onlyKeyIn, registerOnly } from '../records/open-vault.ts';
import './outcome.ts';

/** A few in every test run, and many where faults are what is tested. */
const ROUNDS = Number(process.env.KILL_ROUNDS ?? 2);

/** How many bots are killed side by side, each in its own world. */
const LANES = 2;

/** The look-ups that a round brings about: one of each who registers a key. */
const LOOK_UPS = 2;

/** About as long as the bot takes from a look-up to the reply, in milliseconds. */
const MOMENTS = 15;

/** What a person begins to do when the process is about to die, and the keys to be found before and after it. */
interface Change {
  readonly person: Person;
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** Leads up to the change, with an answer to wait for. */
  prepare?(): Promise<unknown>;
  begin(): void;
}

describe('kill -9', () => {
  let worlds: ProcessWorld[];
  beforeEach(async () => {
    worlds = await Promise.all(Array.from({ length: LANES }, () => ProcessWorld.make()));
  });
  afterEach(async () => {
    await Promise.all(worlds.map((world) => world.stop()));
  });

  it(
    `at any moment of ${ROUNDS} rounds of registering, replacing and removing keys`,
    async ({ task }) => {
      const lanes = await Promise.all(worlds.map((world) => killAndLook(world, ROUNDS / LANES)));
      const came = lanes.flat();
      const old = came.filter((each) => each === 'before').length;
      task.meta.outcome = `${came.length} people have exactly the old key (${old}) or the new one (${came.length - old})`;
    },
    ROUNDS * 10_000 + 30_000,
  );
});

/** Kills the bot again and again. Which key each person was found with right after it. */
async function killAndLook(world: ProcessWorld, rounds: number): Promise<('before' | 'after')[]> {
  const all: Change[] = [];
  const came: ('before' | 'after')[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const changes = await makeChanges(world);
    const bot = await world.startReady();
    for (const { prepare } of changes) await prepare?.();
    const asked = world.billing.calls.entries.length + randomInt(LOOK_UPS + 1);
    for (const change of changes) change.begin();
    await world.billing.calls.waitFor(() => world.billing.calls.entries.length >= asked, 'the look-ups');
    // Not to wait for anything, but to strike at another moment each time.
    await delay(randomInt(MOMENTS));
    bot.signal('SIGKILL');
    await bot.exited;
    const keys = await keysOf(world, changes);
    for (const [index, { before, after }] of changes.entries()) {
      expect([before, after]).toContain(keys[index]);
      came.push(keys[index] === before ? 'before' : 'after');
    }
    all.push(...changes);
  }
  // What the last process had not confirmed comes again to the next.
  const bot = await world.startReady();
  bot.signal('SIGTERM');
  await bot.exited;
  const keys = await keysOf(world, all);
  for (const [index, { before, after }] of all.entries()) expect([before, after]).toContain(keys[index]);
  expect(await world.leaks()).toEqual([]);
  return came;
}

/** On each platform somebody who registers, somebody who replaces a key and somebody who removes one. */
async function makeChanges(world: ProcessWorld): Promise<Change[]> {
  const { storage, records } = await world.openRecords();
  const vault = new Vault(records, Date.now);
  const registered = async (person: Person): Promise<string> => {
    const key = world.key({ kind: 'good' });
    await registerOnly(vault, identityOf(person), key);
    return key;
  };
  const changes = PLATFORMS.map(async (platform): Promise<Change[]> => {
    const [newcomer, changer, leaver] = [
      personOn(platform, world),
      personOn(platform, world),
      personOn(platform, world),
    ];
    const [first, second] = [world.key({ kind: 'good' }), world.key({ kind: 'good' })];
    return [
      { person: newcomer, before: undefined, after: first, begin: () => newcomer.tell(first) },
      {
        person: changer,
        before: await registered(changer),
        after: second,
        prepare: () => changer.write(second),
        begin: () => changer.tap(changer.shown().find((label) => label.startsWith('Replace ')) ?? ''),
      },
      {
        person: leaver,
        before: await registered(leaver),
        after: undefined,
        prepare: () => leaver.command('removekey'),
        begin: () => leaver.tap('Remove it'),
      },
    ];
  });
  const made = (await Promise.all(changes)).flat();
  await storage.close();
  return made;
}

/** The keys that people have, read while no process runs. Every record must open. */
async function keysOf(world: ProcessWorld, changes: readonly Change[]): Promise<(string | undefined)[]> {
  const { storage, records } = await world.openRecords();
  const vault = new Vault(records, Date.now);
  const found = await Promise.all(changes.map(({ person }) => onlyKeyIn(vault, identityOf(person))));
  expect((await takeCensus(records)).closed).toEqual([]);
  await storage.close();
  return found;
}

function identityOf({ platform, id }: Person): Identity {
  return `${platform}:${id}`;
}
