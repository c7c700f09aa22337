import { ApplicationCommandOptionType, InteractionContextType } from 'discord.js';
import type { RegisteredCommand, Subcommand, ValueOption } from './commands.ts';
import type { Network } from './network.ts';
import type { Where } from './payloads.ts';
import { isPermitted, permissionsOf } from './permissions.ts';

/** Who uses a command, and where. */
export interface Usage {
  readonly userId: string;
  /** Discord's tag of the person's language. */
  readonly locale: string;
  readonly where: Where;
}

/**
 * The `data` of INTERACTION_CREATE for a command as a person types it: `key set`, or by its localized names.
 *
 * Throws where Discord's client would not offer the command.
 *
 * @param fill the command's options with their values
 */
export function commandData(
  network: Network,
  path: string,
  usage: Usage,
  fill: (options: readonly ValueOption[]) => object[],
): object {
  const { locale, where } = usage;
  const [root = '', child] = path.split(' ');
  const offered = [...network.commands.list(), ...(where === 'dm' ? [] : network.commands.list(where.id))];
  const command = offered.find((each) => goesBy(each, root, locale));
  if (command === undefined) throw new Error(`Discord offers no command /${root} there`);
  if (!isOffered(command, usage)) throw new Error(`/${command.name} is not offered there`);
  const data = { id: command.id, name: command.name, type: 1 };
  const options = command.options ?? [];
  if (child === undefined) {
    if (options.some(isSubcommand)) throw new Error(`/${root} wants a subcommand`);
    return { ...data, options: fill(options.filter(isValueOption)) };
  }
  const sub = options.filter(isSubcommand).find((each) => goesBy(each, child, locale));
  if (sub === undefined) throw new Error(`/${root} has no subcommand ${child}`);
  return { ...data, options: [{ type: sub.type, name: sub.name, options: fill(sub.options ?? []) }] };
}

function isOffered(command: RegisteredCommand, { userId, where }: Usage): boolean {
  const { contexts, guild_id, default_member_permissions: wanted } = command;
  const context = where === 'dm' ? InteractionContextType.BotDM : InteractionContextType.Guild;
  if (guild_id === undefined && contexts && !contexts.includes(context)) return false;
  return where === 'dm' || isPermitted(permissionsOf(userId, where), wanted);
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
