import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  Locale as DiscordLocale,
  InteractionContextType,
  type LocalizationMap,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import { type Command, type Option, textIdOf } from '../chat/command.ts';
import { commandsOf } from '../chat/commands/index.ts';
import type { Locale } from '../chat/locale.ts';
import type { Texts } from '../chat/texts.ts';

export type SlashCommand = RESTPostAPIChatInputApplicationCommandsJSONBody;

/** Which of Discord's locales get which language; English is the default of all others. */
const LOCALIZED: readonly {
  readonly locale: Locale;
  readonly discord: readonly (keyof LocalizationMap)[];
}[] = [{ locale: 'zh-CN', discord: [DiscordLocale.ChineseCN, DiscordLocale.ChineseTW] }];

const EVERYWHERE = {
  integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
  contexts: [
    InteractionContextType.Guild,
    InteractionContextType.BotDM,
    InteractionContextType.PrivateChannel,
  ],
};

/**
 * The slash commands as Discord registers them.
 *
 * @param scope a server's own commands take no contexts: they are offered in that server only
 */
export function slashCommands(texts: Texts, scope: 'global' | 'guild'): SlashCommand[] {
  const commands = commandsOf('discord');
  const roots = new Set(commands.map((command) => command.name.split(' ')[0] ?? ''));
  return [...roots].map((root) => {
    const single = commands.find((command) => command.name === root);
    const children = commands.filter((command) => command.name.startsWith(`${root} `));
    return {
      type: ApplicationCommandType.ChatInput,
      ...naming(texts, textIdOf({ name: root })),
      options: single ? optionsOf(texts, single) : children.map((child) => subcommand(texts, child)),
      ...(scope === 'global' && EVERYWHERE),
    };
  });
}

function subcommand(texts: Texts, command: Command): APIApplicationCommandSubcommandOption {
  return {
    type: ApplicationCommandOptionType.Subcommand,
    ...naming(texts, textIdOf(command)),
    options: optionsOf(texts, command),
  };
}

function optionsOf(texts: Texts, { options = [] }: Command): APIApplicationCommandBasicOption[] {
  return options.map((option) => optionOf(texts, option));
}

function optionOf(texts: Texts, { name, type, choices, suggest }: Option): APIApplicationCommandBasicOption {
  const named = naming(texts, `option-${name}`);
  if (type === 'number') return { type: ApplicationCommandOptionType.Number, ...named, min_value: 0 };
  if (type === 'flag') return { type: ApplicationCommandOptionType.Boolean, ...named };
  if (suggest) return { type: ApplicationCommandOptionType.String, ...named, autocomplete: true };
  return {
    type: ApplicationCommandOptionType.String,
    ...named,
    ...(choices && { choices: choices.map(({ label, value }) => ({ name: label, value })) }),
  };
}

function naming(texts: Texts, id: string) {
  const english = texts.in('en');
  const localized = (textId: string): LocalizationMap =>
    Object.fromEntries(
      LOCALIZED.flatMap(({ locale, discord }) => discord.map((tag) => [tag, texts.in(locale)(textId)])),
    );
  return {
    name: english(id),
    name_localizations: localized(id),
    description: english(`${id}.description`),
    description_localizations: localized(`${id}.description`),
  };
}
