import type { Api } from 'grammy';
import type { BotCommand, BotCommandScope } from 'grammy/types';
import { type Command, textIdOf } from '../chat/command.ts';
import { commandsOf, flatNameOf } from '../chat/commands/index.ts';
import { LOCALES, type Locale } from '../chat/locale.ts';
import type { Say, Texts } from '../chat/texts.ts';

const PRIVATE: BotCommandScope = { type: 'all_private_chats' };
const GROUPS: BotCommandScope = { type: 'all_group_chats' };

/** In a group only these help: all else is personal, or leads to the private chat just the same. */
const IN_GROUPS: ReadonlySet<string> = new Set(['balance', 'help']);

/** Publishes the menu of commands for each language and kind of chat, and what the bot says of itself. */
export async function publishMenu(api: Api, texts: Texts): Promise<void> {
  const commands = commandsOf('telegram');
  const calls = LOCALES.flatMap((locale) => {
    const say = texts.in(locale);
    const language = languageOf(locale);
    const all = menuOf(commands, say);
    const inGroups = menuOf(
      commands.filter(({ name }) => IN_GROUPS.has(name)),
      say,
    );
    return [
      api.setMyCommands(all, { scope: PRIVATE, ...language }),
      api.setMyCommands(inGroups, { scope: GROUPS, ...language }),
      api.setMyDescription(say('about'), language),
      api.setMyShortDescription(say('about-short'), language),
    ];
  });
  await Promise.all(calls);
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
function languageOf(locale: Locale): { language_code?: 'zh' } {
  return locale === 'zh-CN' ? { language_code: 'zh' } : {};
}
