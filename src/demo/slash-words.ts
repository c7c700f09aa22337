import { ApplicationCommandOptionType } from 'discord.js';
import type { RegisteredCommand } from '../sandbox/discord/index.ts';

type Options = NonNullable<RegisteredCommand['options']>;

/** A slash command as it was typed. */
export interface SlashWords {
  /** `usage`, or `key name`. */
  readonly path: string;
  readonly values: Readonly<Record<string, string | number | boolean>>;
}

/**
 * Reads `usage name:work`, `key name name:work to:office` or `language zh-CN`: what stands before any option's name
 * goes to the first option.
 */
export function readSlashWords(
  text: string,
  commands: readonly Pick<RegisteredCommand, 'name' | 'options'>[],
): SlashWords {
  const [root = '', ...words] = text.split(/\s+/);
  const options: Options = commands.find(({ name }) => name === root)?.options ?? [];
  const child = options.find(({ type, name }) => isSubcommand(type) && name === words[0]);
  const offered: Options = child && 'options' in child ? (child.options ?? []) : options;
  const rest = child === undefined ? words : words.slice(1);
  const values: Record<string, string> = {};
  let current = offered[0]?.name;
  for (const word of rest) {
    const [, name = '', value = ''] = /^(\w+):(.*)$/.exec(word) ?? [];
    const isNamed = offered.some((option) => option.name === name);
    if (isNamed) current = name;
    if (current === undefined) throw new Error(`/${root} takes nothing behind it`);
    values[current] = [values[current], isNamed ? value : word].filter(Boolean).join(' ');
  }
  return {
    path: child === undefined ? root : `${root} ${child.name}`,
    values: Object.fromEntries(offered.flatMap(({ name, type }) => typedValue(name, type, values[name]))),
  };
}

function isSubcommand(type: ApplicationCommandOptionType): boolean {
  return type === ApplicationCommandOptionType.Subcommand;
}

function typedValue(
  name: string,
  type: ApplicationCommandOptionType,
  text: string | undefined,
): [string, string | number | boolean][] {
  if (text === undefined) return [];
  if (type === ApplicationCommandOptionType.Number) return [[name, Number(text)]];
  return [[name, type === ApplicationCommandOptionType.Boolean ? /^true$/i.test(text) : text]];
}
