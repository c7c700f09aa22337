import { Routes } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { DiscordSandbox } from '../../../src/sandbox/discord/index.ts';
import { connect, createRest, lastInteraction, refusalOf, register, startSandbox } from './harness.ts';

const COMMAND = {
  name: 'alert',
  description: 'd',
  options: [
    { type: 3, name: 'name', description: 'd', required: true, autocomplete: true },
    { type: 10, name: 'below', description: 'd', min_value: 0.5, max_value: 100 },
    { type: 4, name: 'days', description: 'd', max_value: 30 },
    { type: 5, name: 'daily', description: 'd' },
    { type: 3, name: 'note', description: 'd', min_length: 2, max_length: 3 },
  ],
};

/** Answers the latest interaction. */
function answer(sandbox: DiscordSandbox, body: object): Promise<unknown> {
  const { id, token } = lastInteraction(sandbox);
  return createRest(sandbox).post(Routes.interactionCallback(id, token), { auth: false, body });
}

/** A person who sees the command, with a session of the bot to which interactions go. */
async function world(options = {}) {
  const sandbox = await startSandbox(options);
  await register(sandbox, COMMAND);
  await connect(sandbox);
  return { sandbox, user: sandbox.user({ username: 'alice' }) };
}

describe('autocomplete', () => {
  it('tells the bot what is typed, and the person what it offers', async () => {
    const { sandbox, user } = await world();
    const offered = user.autocomplete('alert', { option: 'name', value: 'wo', values: { below: 5 } });
    const sent = sandbox.dispatches.at(-1);
    expect(sent?.d).toMatchObject({
      type: 4,
      data: {
        name: 'alert',
        options: [
          { name: 'name', type: 3, value: 'wo', focused: true },
          { name: 'below', type: 10, value: 5 },
        ],
      },
    });
    const choices = [{ name: 'Work', value: 'work', name_localizations: { 'zh-CN': '工作' } }];
    await answer(sandbox, { type: 8, data: { choices } });
    expect(await offered).toEqual(choices);
  });

  it('takes nothing but few and short choices', async () => {
    const { sandbox, user } = await world();
    const offered = user.autocomplete('alert', { option: 'name', value: '' });
    const choice = { name: 'a', value: 'b' };
    const refused = async (choices: object[]) =>
      (await refusalOf(answer(sandbox, { type: 8, data: { choices } })))[1];
    expect(await refused(Array(26).fill(choice))).toBe(50035);
    expect(await refused([{ ...choice, name: 'x'.repeat(101) }])).toBe(50035);
    expect(await refused([{ ...choice, name: '' }])).toBe(50035);
    expect(await refused([{ ...choice, value: 'x'.repeat(101) }])).toBe(50035);
    expect(await refused([{ ...choice, value: '' }])).toBe(50035);
    expect(await refusalOf(answer(sandbox, { type: 5 }))).toEqual([400, 50035, ['type']]);
    await answer(sandbox, { type: 8, data: { choices: Array(25).fill(choice) } });
    expect(await offered).toHaveLength(25);
    expect(await refusalOf(answer(sandbox, { type: 8, data: {} }))).toEqual([400, 40060, []]);
  });

  it('waits for the bot as long as for any answer', async () => {
    const { sandbox, user } = await world({ answerWithinMs: 50 });
    await expect(user.autocomplete('alert', { option: 'name', value: '' })).rejects.toThrow(
      'did not respond',
    );
    expect(await refusalOf(answer(sandbox, { type: 8, data: {} }))).toEqual([404, 10062, []]);
  });

  it('is there only for options that have it, and no answer to a command', async () => {
    const { sandbox, user } = await world();
    await expect(user.autocomplete('alert', { option: 'note', value: '' })).rejects.toThrow(
      'no autocomplete',
    );
    await expect(user.autocomplete('alert', { option: 'x', value: '' })).rejects.toThrow('no option x');
    user.slash('alert', { values: { name: 'a' } });
    expect(await refusalOf(answer(sandbox, { type: 8, data: {} }))).toEqual([400, 50035, ['type']]);
  });

  it('goes with no choices of its own', async () => {
    const sandbox = await startSandbox();
    const option = {
      type: 3,
      name: 'b',
      description: 'd',
      autocomplete: true,
      choices: [{ name: 'c', value: 'd' }],
    };
    const registered = register(sandbox, { name: 'a', description: 'd', options: [option] });
    expect(await refusalOf(registered)).toEqual([400, 50035, ['0.options.0']]);
  });
});

describe('options of a command', () => {
  it.each<[string, object]>([
    ['below', { below: '5' }],
    ['below', { below: 0.4 }],
    ['below', { below: 100.5 }],
    ['days', { days: 1.5 }],
    ['days', { days: 31 }],
    ['daily', { daily: 'yes' }],
    ['note', { note: 'x' }],
    ['note', { note: 'xxxx' }],
    ['name', { name: 7 }],
  ])('%s does not take %j', async (name, values) => {
    const { user } = await world();
    expect(() => user.slash('alert', { values: { name: 'a', ...values } })).toThrow(`${name} does not take`);
  });

  it('take what fits', async () => {
    const { sandbox, user } = await world();
    user.slash('alert', { values: { name: 'a', below: 0.5, days: 30, daily: true, note: 'abc' } });
    expect(sandbox.dispatches.at(-1)?.d).toMatchObject({
      data: { options: [{ value: 'a' }, { value: 0.5 }, { value: 30 }, { value: true }, { value: 'abc' }] },
    });
  });
});
