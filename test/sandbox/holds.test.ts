import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Hold, HoldPoint } from '../../src/sandbox/holds.ts';
import { startSandbox as startDiscord } from './discord/harness.ts';
import { startSandbox as startTelegram } from './telegram/harness.ts';

/** A platform on which a bot writes "hello" to somebody. */
interface Stage {
  hold(when: HoldPoint): Hold;
  readonly request: { readonly url: string; readonly headers: Record<string, string>; readonly body: string };
  messages(): number;
  calls(): number;
}

const json = { 'content-type': 'application/json' };

async function discordStage(): Promise<Stage> {
  const sandbox = await startDiscord();
  const { id, messages } = sandbox.user({ username: 'alice' }).dmChannel;
  return {
    hold: (when) => sandbox.holdNext('POST', /\/messages$/, { when }),
    request: {
      url: `${sandbox.apiRoot}/v10/channels/${id}/messages`,
      headers: { ...json, authorization: `Bot ${sandbox.token}` },
      body: JSON.stringify({ content: 'hello' }),
    },
    messages: () => messages.entries.length,
    calls: () => sandbox.calls.entries.length,
  };
}

async function telegramStage(): Promise<Stage> {
  const sandbox = await startTelegram();
  const ann = sandbox.user({ firstName: 'Ann' });
  ann.send('hi');
  return {
    hold: (when) => sandbox.holdNext('sendMessage', { when }),
    request: {
      url: `${sandbox.apiRoot}/bot${sandbox.token}/sendMessage`,
      headers: json,
      body: JSON.stringify({ chat_id: ann.id, text: 'hello' }),
    },
    messages: () => ann.privateChat.messages.entries.length - 1,
    calls: () => sandbox.calls.entries.length,
  };
}

/** A process that sends the request and waits for the answer. */
function startCaller({ url, ...request }: Stage['request']) {
  const script = `fetch(${JSON.stringify(url)}, ${JSON.stringify({ method: 'POST', ...request })})`;
  const child = spawn(process.execPath, ['--eval', script]);
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

describe.each([
  ['Discord', discordStage],
  ['Telegram', telegramStage],
] as const)('a held call on %s', (_, start) => {
  it.each(['before', 'after'] as const)('waits %s its effect until it is released', async (when) => {
    const stage = await start();
    const hold = stage.hold(when);
    const { url, ...request } = stage.request;
    const answer = fetch(url, { method: 'POST', ...request });
    await hold.reached;
    expect([stage.messages(), stage.calls()]).toEqual([when === 'before' ? 0 : 1, 0]);
    hold.release();
    expect((await answer).status).toBe(200);
    expect([stage.messages(), stage.calls()]).toEqual([1, 1]);
    expect((await fetch(url, { method: 'POST', ...request })).status).toBe(200);
    expect(stage.messages()).toBe(2);
  });

  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('of a caller that was killed %s its effect has it %i times', async (when, times) => {
    const stage = await start();
    const hold = stage.hold(when);
    const caller = startCaller(stage.request);
    await hold.reached;
    caller.kill('SIGKILL');
    await once(caller, 'close');
    hold.release();
    const next = stage.hold('before');
    const { url, ...request } = stage.request;
    const answer = fetch(url, { method: 'POST', ...request });
    await next.reached;
    expect([stage.messages(), stage.calls()]).toEqual([times, 0]);
    next.release();
    await answer;
    expect([stage.messages(), stage.calls()]).toEqual([times + 1, 1]);
  });
});
