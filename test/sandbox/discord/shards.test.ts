import { once } from 'node:events';
import { GatewayOpcodes, Routes } from 'discord.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { DiscordSandbox } from '../../../src/sandbox/discord/index.ts';
import { Journal } from '../../../src/sandbox/journal.ts';
import { createRest, startSandbox } from './harness.ts';

interface Payload {
  readonly op: number;
  readonly t: string | null;
  readonly d: unknown;
}

/** A connection that has identified as a shard, and all that it was sent. */
async function identify(sandbox: DiscordSandbox, shard: readonly number[]) {
  const { url } = (await createRest(sandbox).get(Routes.gatewayBot())) as { url: string };
  const socket = new WebSocket(url);
  onTestFinished(() => socket.terminate());
  const sent = new Journal<Payload>();
  socket.on('message', (text) => sent.push(JSON.parse(String(text))));
  await once(socket, 'open');
  const d = { token: sandbox.token, intents: 1 << 12, properties: {}, shard };
  socket.send(JSON.stringify({ op: GatewayOpcodes.Identify, d }));
  return { socket, sent };
}

const isEvent = (event: string) => (payload: Payload) => payload.t === event;

describe('shards of the sandbox', () => {
  it('hear of their own servers, and the first one of direct messages', async () => {
    const sandbox = await startSandbox({ maxConcurrency: 4 });
    const guilds = [1, 2, 3, 4].map((n) => sandbox.guild({ name: `Server ${n}` }));
    const shards = await Promise.all([0, 1].map((id) => identify(sandbox, [id, 2])));
    sandbox.user({ username: 'alice' }).dm('Hello');
    const late = sandbox.guild({ name: 'Another' });
    await shards[0]?.sent.waitFor(isEvent('MESSAGE_CREATE'));
    for (const [id, { sent }] of shards.entries()) {
      await sent.waitFor(isEvent('READY'));
      const isMine = (guild: { id: string }) => Number((BigInt(guild.id) >> 22n) % 2n) === id;
      const wanted = [...guilds, late].filter(isMine).map((guild) => guild.id);
      const created = sent.entries.filter(isEvent('GUILD_CREATE')).map(({ d }) => (d as { id: string }).id);
      expect(created).toEqual(wanted);
    }
    expect(shards[1]?.sent.entries.some(isEvent('MESSAGE_CREATE'))).toBe(false);
  });

  it('are refused a number that there is none of', async () => {
    const sandbox = await startSandbox();
    const { socket } = await identify(sandbox, [4, 4]);
    expect(await once(socket, 'close')).toContain(4010);
  });

  it('may identify one after the other in a bucket, and all buckets at the same time', async () => {
    const sandbox = await startSandbox({ maxConcurrency: 2, identifyWindowMs: 60_000, shards: 3 });
    expect(await createRest(sandbox).get(Routes.gatewayBot())).toMatchObject({
      shards: 3,
      session_start_limit: { max_concurrency: 2, remaining: 1000 },
    });
    for (const id of [0, 1]) {
      const { sent } = await identify(sandbox, [id, 3]);
      await sent.waitFor(isEvent('READY'));
    }
    const { sent } = await identify(sandbox, [2, 3]);
    const refusal = await sent.waitFor(({ op }) => op === GatewayOpcodes.InvalidSession);
    expect(refusal.d).toBe(false);
    expect(sandbox.identifies.entries).toEqual([
      { shard: [0, 3], bucket: 0, admitted: true },
      { shard: [1, 3], bucket: 1, admitted: true },
      { shard: [2, 3], bucket: 0, admitted: false },
    ]);
  });
});
