import { chmod, copyFile, open, readdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Harness } from '../e2e/harness.ts';
import { type Person, PLATFORMS, personOn } from '../e2e/person.ts';
import { type Database, openDatabase } from '../records/database.ts';
import './outcome.ts';

const BALANCE = '2,005,317.99';
const FAILED = 'I cannot reach my storage right now';

describe('the store', () => {
  let harness: Harness;
  let people: readonly Person[];
  beforeEach(async () => {
    harness = await Harness.start();
    people = PLATFORMS.map((platform) => personOn(platform, harness));
    for (const person of people) await person.write(harness.key({ kind: 'good' }));
  });
  afterEach(() => harness.stop());

  const database = (): Promise<Database> => openDatabase(join(harness.folder, 'store.sqlite'));

  /** Waits for what the operator is told. */
  const operatorHears = (problem: string) =>
    harness.log.waitFor(
      ({ level, problem: told }) => level === 50 && told === problem,
      `an error: ${problem}`,
    );

  async function expectBalances(): Promise<void> {
    for (const person of people) expect(await person.command('balance')).toContain(BALANCE);
  }

  it('locked for a moment by another process', async ({ task }) => {
    await using other = await database();
    for (const person of people) {
      let release = () => {};
      const until = new Promise<void>((resolve) => {
        release = resolve;
      });
      const key = harness.key({ kind: 'held', until, next: { kind: 'good' } });
      const reply = person.write(key);
      await harness.billing.calls.waitFor((call) => call.key === key, 'the look-up');
      await other.run('BEGIN IMMEDIATE');
      release();
      await other.run('COMMIT');
      expect(await reply).toContain('Another key');
      expect(await person.press(person.shown()[2] ?? '')).toContain('Your key is registered');
    }
    await expectBalances();
    task.meta.outcome = 'the keys are registered as soon as the store is free';
  });

  it('locked for longer than anybody waits (SQLITE_BUSY)', async ({ task }) => {
    {
      await using other = await database();
      await other.run('BEGIN IMMEDIATE');
      const replies = people.map((person) => person.write(harness.key({ kind: 'good' })));
      for (const reply of await Promise.all(replies)) expect(reply).toContain(FAILED);
      await operatorHears('busy');
      await other.run('ROLLBACK');
    }
    await expectBalances();
    task.meta.outcome = 'the person is told that nothing was stored, the operator that the store is locked';
  }, 30_000);

  it('locked for too long at the press of a button (SQLITE_BUSY)', async ({ task }) => {
    for (const person of people) await person.command('forget');
    const before = people.map((person) => person.shown());
    {
      await using other = await database();
      await other.run('BEGIN IMMEDIATE');
      for (const said of await Promise.all(people.map((person) => person.pressAside('Erase everything')))) {
        expect(said).toContain(FAILED);
      }
      await other.run('ROLLBACK');
    }
    expect(people.map((person) => person.shown())).toEqual(before);
    for (const person of people)
      expect(await person.press('Erase everything')).toContain('Everything is erased');
    task.meta.outcome = 'the person is told beside the question, which stays, and works when pressed again';
  }, 30_000);

  it.for([
    { part: 'page', at: (size: number) => Math.floor(size / 2 / 4096) * 4096, length: 4096 },
    { part: 'head', at: () => 0, length: 100 },
  ])('damaged at start: a $part of the file is overwritten', async ({ at, length, part }, { task }) => {
    await harness.stopApp();
    const path = join(harness.folder, 'store.sqlite');
    await copyFile(path, `${path}-backup`);
    await overwrite(path, at((await stat(path)).size), length);
    const damaged = await readFile(path);
    await expect(harness.startApp()).rejects.toMatchObject({
      message: expect.stringContaining('STORE_URL'),
      advice: expect.stringMatching(/left as it is.*restore FILE/),
    });
    expect(await readFile(path)).toEqual(damaged);
    await rename(`${path}-backup`, path);
    await harness.startApp();
    await expectBalances();
    task.meta.outcome = `the bot refuses to start, keeps the file, and says how to restore (${part})`;
  });

  it('read-only at start', async ({ task }) => {
    await harness.stopApp();
    const unlock = await lock(harness.folder);
    try {
      await expect(harness.startApp()).rejects.toMatchObject({
        message: expect.stringContaining('STORE_URL'),
        advice: expect.stringContaining('Let the user of this process write'),
      });
    } finally {
      await unlock();
    }
    await harness.startApp();
    await expectBalances();
    task.meta.outcome = 'the bot refuses to start and says who must be allowed to write';
  });
});

async function overwrite(path: string, at: number, length: number): Promise<void> {
  const file = await open(path, 'r+');
  await file.write(Buffer.alloc(length, 'x'), 0, length, at);
  await file.close();
}

const NOBODY = 65_534;

/** Takes away the right to write; root, which has every right, becomes nobody for the time. */
async function lock(folder: string): Promise<() => Promise<void>> {
  const files = (await readdir(folder)).map((file) => join(folder, file));
  for (const file of files) await chmod(file, 0o444);
  await chmod(folder, 0o555);
  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.seteuid?.(NOBODY);
  return async () => {
    if (isRoot) process.seteuid?.(0);
    await chmod(folder, 0o755);
    for (const file of files) await chmod(file, 0o644);
  };
}
