import { expect, it, onTestFinished } from 'vitest';
import { titleOf } from '../e2e/discord-message.ts';
import { ProcessWorld } from '../e2e/process-world.ts';
import { openDatabase } from '../records/database.ts';
import './outcome.ts';

it('a process with shards of its own is killed: the next one says that it waits for them, and has them when their time is over', async ({
  task,
}) => {
  const world = await ProcessWorld.make({ store: 'sqlite' });
  onTestFinished(() => world.stop());
  const env = { ...world.environment, DISCORD_SHARDS: '0/1' };
  const killed = await world.startReady({ env });
  killed.signal('SIGKILL');
  await killed.exited;
  const next = world.start(env);
  await next.saying('has the shard 0/1. This one waits until it is free, which takes 10 seconds');
  expect(next.output).not.toContain('"platform":"discord","msg":"ready"');
  const leases = await openDatabase(`${world.folder}/data/store.sqlite-leases`);
  await leases.run("UPDATE leases SET until = 0 WHERE name LIKE 'discord:%:shard:%'");
  await leases[Symbol.asyncDispose]();
  await next.saying('"platform":"discord","msg":"ready"');
  const user = world.discord.user({ username: 'alice' });
  expect(titleOf(await user.slash('help').reply())).toBe('What I can do');
  task.meta.outcome = 'a warning that says how long; then it answers';
});
