import { ApplicationCommandOptionType as Type } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { readSlashWords } from '../../src/demo/slash-words.ts';

const option = (name: string) => ({ type: Type.String as const, name, description: name });

const COMMANDS = [
  { name: 'balance', options: [option('name')] },
  {
    name: 'alert',
    options: [
      { type: Type.Number as const, name: 'below', description: 'below' },
      option('name'),
      { type: Type.Boolean as const, name: 'off', description: 'off' },
    ],
  },
  {
    name: 'key',
    options: [
      {
        type: Type.Subcommand as const,
        name: 'name',
        description: 'name',
        options: [option('name'), option('to')],
      },
    ],
  },
  { name: 'timezone', options: [option('zone'), option('quiet')] },
  { name: 'help' },
];

const read = (text: string) => readSlashWords(text, COMMANDS);

describe('a slash command as typed in the demo', () => {
  it('may have no options', () => {
    expect(read('help')).toEqual({ path: 'help', values: {} });
    expect(read('balance')).toEqual({ path: 'balance', values: {} });
  });

  it('gives what has no name to the first option', () => {
    expect(read('balance my own key')).toEqual({ path: 'balance', values: { name: 'my own key' } });
  });

  it('names its options, of each type', () => {
    expect(read('alert below:2.5 name:my key off:True').values).toEqual({
      below: 2.5,
      name: 'my key',
      off: true,
    });
  });

  it('may be a subcommand', () => {
    expect(read('key name name:work to:the office')).toEqual({
      path: 'key name',
      values: { name: 'work', to: 'the office' },
    });
  });

  it('leaves a colon in a value alone', () => {
    expect(read('timezone quiet:22:30-7:15').values).toEqual({ quiet: '22:30-7:15' });
  });

  it('is refused where it takes nothing', () => {
    expect(() => read('help me')).toThrow('/help takes nothing behind it');
  });
});
