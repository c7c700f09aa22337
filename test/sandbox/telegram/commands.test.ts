import { describe, expect, it } from 'vitest';
import { call, createBot, startSandbox } from './harness.ts';

const command = (name: string, description = 'd') => ({ commands: [{ command: name, description }] });

describe('setMyCommands', () => {
  it('keeps a list for each scope and language', async () => {
    const sandbox = await startSandbox();
    const { api } = createBot(sandbox);
    const balance = { command: 'balance', description: 'Shows the balance' };
    const german = { command: 'balance', description: 'Zeigt das Guthaben' };
    const scope = { type: 'all_private_chats' } as const;
    await api.setMyCommands([balance]);
    await api.setMyCommands([german], { scope, language_code: 'de' });

    expect(sandbox.commands({ type: 'default' })).toEqual([balance]);
    expect(sandbox.commands(scope, 'de')).toEqual([german]);
    expect(sandbox.commands(scope)).toEqual([]);
    expect(await api.getMyCommands({ scope, language_code: 'de' })).toEqual([german]);
    await api.deleteMyCommands({ scope, language_code: 'de' });
    expect(sandbox.commands(scope, 'de')).toEqual([]);
  });

  it.each([
    [{ commands: 5 }, 'field "commands" must be of type Array'],
    [{ commands: [{ command: 'a' }] }, 'can\'t parse BotCommand: Can\'t find field "description"'],
    [command('Balance'), 'BOT_COMMAND_INVALID'],
    [command(' '), 'command must be non-empty'],
    [command('a'.repeat(33)), 'command length must not exceed 32'],
    [command('a', ''), 'command description must be non-empty'],
    [command('a', 'd'.repeat(257)), 'command description length must not exceed 256'],
    [{ commands: Array(101).fill({ command: 'a', description: 'd' }) }, 'BOT_COMMANDS_TOO_MUCH'],
    [{ ...command('a'), language_code: 'deu' }, 'invalid language code specified'],
    [{ ...command('a'), scope: { type: 'x' } }, "can't parse BotCommandScope: Unsupported type specified"],
    [{ ...command('a'), scope: { type: 'chat', chat_id: 1 } }, 'chat not found'],
  ])('refuses %j', async (payload, reason) => {
    const sandbox = await startSandbox();
    const { status, body } = await call(sandbox, 'setMyCommands', payload);
    expect([status, body.description]).toEqual([400, `Bad Request: ${reason}`]);
  });
});

describe('the bot’s profile', () => {
  it('has texts by language, and the general one for the other languages', async () => {
    const { api } = createBot(await startSandbox());
    await api.setMyDescription('Keeps balances');
    await api.setMyDescription('Merkt sich Guthaben', { language_code: 'de' });
    await api.setMyShortDescription('Balances');
    expect(await api.getMyDescription({ language_code: 'de' })).toEqual({
      description: 'Merkt sich Guthaben',
    });
    expect(await api.getMyDescription({ language_code: 'fr' })).toEqual({ description: 'Keeps balances' });
    expect(await api.getMyShortDescription()).toEqual({ short_description: 'Balances' });
  });
});
