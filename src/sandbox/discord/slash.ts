import { ApplicationCommandOptionType, InteractionContextType } from 'discord.js';
import type { RegisteredCommand, Subcommand, ValueOption } from './commands.ts';
import type { Network } from './network.ts';
import type { Where } from './payloads.ts';

/** Values that a person gives to a command's options, by name. */
export type OptionValues = Readonly<Record<string, string | number | boolean>>;

/**
 * The `data` of INTERACTION_CREATE for a command as a person types it: `key set`, or by its localized names.
 *
 * Throws where Discord's client would not offer the command there, or not send it.
 */
export function commandData(
  network: Network,
  path: string,
  locale: string,
  where: Where,
  values: OptionValues,
): object {
  const [root = '', child] = path.split(' ');
  const offered = [...network.commands.list(), ...(where === 'dm' ? [] : network.commands.list(where.id))];
  const command = offered.find((each) => goesBy(each, root, locale));
  if (command === undefined) throw new Error(`Discord offers no command /${root} there`);
  checkContext(command, where);
  const data = { id: command.id, name: command.name, type: 1 };
  const options = command.options ?? [];
  if (child === undefined) {
    if (options.some(isSubcommand)) throw new Error(`/${root} wants a subcommand`);
    return { ...data, options: filledOptions(options.filter(isValueOption), values) };
  }
  const sub = options.filter(isSubcommand).find((each) => goesBy(each, child, locale));
  if (sub === undefined) throw new Error(`/${root} has no subcommand ${child}`);
  return {
    ...data,
    options: [{ type: sub.type, name: sub.name, options: filledOptions(sub.options ?? [], values) }],
  };
}

function checkContext({ name, contexts, guild_id }: RegisteredCommand, where: Where): void {
  const context = where === 'dm' ? InteractionContextType.BotDM : InteractionContextType.Guild;
  if (guild_id === undefined && contexts && !contexts.includes(context)) {
    throw new Error(`/${name} is not offered there`);
  }
}

function filledOptions(options: readonly ValueOption[], values: OptionValues): object[] {
  const unknown = Object.keys(values).find((name) => !options.some((option) => option.name === name));
  if (unknown !== undefined) throw new Error(`there is no option ${unknown}`);
  return options.flatMap(({ name, type, required, choices }) => {
    const value = values[name];
    if (value === undefined && required) throw new Error(`the option ${name} is required`);
    if (value !== undefined && choices && !choices.some((choice) => choice.value === value)) {
      throw new Error(`${value} is no choice of ${name}`);
    }
    return value === undefined ? [] : [{ name, type, value }];
  });
}

function goesBy(
  named: Pick<RegisteredCommand, 'name' | 'name_localizations'>,
  name: string,
  locale: string,
): boolean {
  const localized = new Map<string, string | undefined>(Object.entries(named.name_localizations ?? {})).get(
    locale,
  );
  return named.name === name || localized === name;
}

function isSubcommand(option: ValueOption | Subcommand): option is Subcommand {
  return option.type === ApplicationCommandOptionType.Subcommand;
}

function isValueOption(option: ValueOption | Subcommand): option is ValueOption {
  return !isSubcommand(option);
}
