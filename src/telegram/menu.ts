import { isDeepStrictEqual } from 'node:util';
import type { Api } from 'grammy';
import type { BotCommand, BotCommandScope } from 'grammy/types';
import { type Command, textIdOf } from '../chat/command.ts';
import { commandsOf, flatNameOf } from '../chat/commands/index.ts';
import { LOCALES, type Locale } from '../chat/locale.ts';
import type { Say, Texts } from '../chat/texts.ts';

const PRIVATE: BotCommandScope = { type: 'all_private_chats' };
const GROUPS: BotCommandScope = { type: 'all_group_chats' };

/** In a group only these help: all else is personal, or leads to the private chat just the same. */
const IN_GROUPS: ReadonlySet<string> = new Set(['balance', 'announce', 'help']);

/**
 * Publishes the menu of commands for each language and kind of chat, and what the bot says of itself.
 *
 * Only what differs is written: Telegram limits how often a bot may change these.
 */
export async function publishMenu(api: Api, texts: Texts): Promise<void> {
  const commands = commandsOf('telegram');
  await Promise.all(
    LOCALES.flatMap((locale) => {
      const say = texts.in(locale);
      const language = languageOf(locale);
      const inGroups = commands.filter(({ name }) => IN_GROUPS.has(name));
      return [
        publishCommands(api, menuOf(commands, say), { scope: PRIVATE, ...language }),
        publishCommands(api, menuOf(inGroups, say), { scope: GROUPS, ...language }),
        publishAbout(api, say, language),
      ];
    }),
  );
}

async function publishCommands(
  api: Api,
  menu: readonly BotCommand[],
  where: { scope: BotCommandScope } & Language,
): Promise<void> {
  const published = await api.getMyCommands(where);
  if (!isDeepStrictEqual(published, menu)) await api.setMyCommands(menu, where);
}

async function publishAbout(api: Api, say: Say, language: Language): Promise<void> {
  const [{ description }, { short_description: short }] = await Promise.all([
    api.getMyDescription(language),
    api.getMyShortDescription(language),
  ]);
  if (description !== say('about')) await api.setMyDescription(say('about'), language);
  if (short !== say('about-short')) await api.setMyShortDescription(say('about-short'), language);
}

function menuOf(commands: readonly Command[], say: Say): BotCommand[] {
  return commands.flatMap((command) => {
    const name = flatNameOf(command);
    return name === undefined
      ? []
      : [{ command: name, description: say(`${textIdOf(command)}.description`) }];
  });
}

/** Telegram knows languages by two letters (ISO 639-1); no language code serves everybody else. */
interface Language {
  readonly language_code?: 'zh';
}

function languageOf(locale: Locale): Language {
  return locale === 'zh-CN' ? { language_code: 'zh' } : {};
}
