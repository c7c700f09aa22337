import { expect, it, onTestFinished } from 'vitest';
import { openStorage } from '../../src/storage/open-storage.ts';
import { titleOf } from '../e2e/discord-message.ts';
import { ProcessWorld } from '../e2e/process-world.ts';
import { openDatabase } from '../records/database.ts';
import './outcome.ts';

/** A world, and a bot on Discord with a shard of its own in it. */
async function withShard() {
  const world = await ProcessWorld.make({ store: 'sqlite' });
  onTestFinished(() => world.stop());
  const env = { ...world.environment, DISCORD_SHARDS: '0/1' };
  const bot = await world.startReady({ env });
  const kill = async () => {
    bot.signal('SIGKILL');
    await bot.exited;
  };
  const expectAnswer = async () => {
    const user = world.discord.user({ username: 'alice' });
    expect(titleOf(await user.slash('help').reply())).toBe('What I can do');
  };
  return { world, env, kill, expectAnswer };
}

it('a process with shards of its own is killed: the next one says that it waits for them, and has them when their time is over', async ({
  task,
}) => {
  const { world, env, kill, expectAnswer } = await withShard();
  const other = await openStorage(`sqlite://${world.folder}/data/store.sqlite`, () => undefined);
  onTestFinished(() => other.close());
  await kill();
  const next = world.start(env);
  await next.saying('has the shard 0/1. This one waits until it is free, which takes 10 seconds');
  expect(next.output).not.toContain('"platform":"discord","msg":"ready"');
  const leases = await openDatabase(`${world.folder}/data/store.sqlite-leases`);
  await leases.run("UPDATE leases SET until = 0 WHERE name LIKE 'discord:%:shard:%'");
  await leases[Symbol.asyncDispose]();
  await next.saying('"platform":"discord","msg":"ready"');
  await expectAnswer();
  task.meta.outcome = 'a warning that says how long; then it answers';
});

it('the only process on a store in a file is killed: the next one has its shards at once', async ({
  task,
}) => {
  const { world, env, kill, expectAnswer } = await withShard();
  await kill();
  const next = await world.startReady({ env });
  expect(next.output).not.toContain('has the shard 0/1');
  await expectAnswer();
  task.meta.outcome = 'it answers';
});
