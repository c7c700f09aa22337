import type { Platform } from '../../src/identity.ts';
import { DiscordPerson } from './discord-person.ts';
import type { Wanted } from './messages.ts';
import type { Sandboxes } from './sandboxes.ts';
import { TelegramPerson } from './telegram-person.ts';

/** What a command is given, by the names of its options. */
export type Values = Readonly<Record<string, string | number | boolean>>;

/** A picture, and what is said of it to those who do not see it. */
export interface Picture {
  readonly png: Buffer;
  readonly alt: string;
}

/** A file, read as text. */
export interface TextFile {
  readonly name: string;
  readonly text: string;
}

/** Somebody who uses the bot in private, on either platform: for what must hold on both. */
export interface Person {
  readonly platform: Platform;
  readonly id: string;
  /**
   * Uses a command, by its name on Telegram, and returns what the bot answers.
   *
   * On Telegram the option `name` is written as it is, and others as `option:value`.
   */
  command(name: string, values?: Values): Promise<string>;
  /** Uses a command, and waits for nothing. */
  say(name: string, values?: Values): void;
  /** Writes to the bot, and waits for nothing. */
  tell(text: string): void;
  /** Writes to the bot, and returns what it answers. */
  write(text: string): Promise<string>;
  /** Sends something that is not a word, and returns what the bot answers. */
  sendPicture(): Promise<string>;
  /** Registers a key, under a name if need be, as the platform offers it, and returns what the bot answers. */
  register(key: string, name?: string): Promise<string>;
  /** Presses a button of the last answer, and returns what that says then. */
  press(label: string): Promise<string>;
  /** Presses a button of the last answer, to which the answer is a message of its own, and returns that. */
  pressForNew(label: string): Promise<string>;
  /** Presses a button of the last answer, and returns what is said beside that answer. */
  pressAside(label: string): Promise<string>;
  /** What stands in the last answer by now: its words, then its buttons. */
  shown(): readonly string[];
  /** The picture of the last answer. */
  picture(): Picture | undefined;
  /** The file of the last answer. */
  file(): TextFile | undefined;
  /** Waits for a message in private that answers nothing; from then on it is the last answer. */
  waitForMessage(wanted: Wanted): Promise<string>;
  /** Lets the bot write no more. */
  block(): void;
  unblock(): void;
  /** Presses a button of the last answer, and waits for nothing. */
  tap(label: string): void;
  /** The same person, with other answers on the screen. */
  atAnotherDevice(): Person;
  /** How many messages the bot has sent to this person; an edited one is one all the same. */
  replies(): number;
  /** How many of them hold a text. */
  received(text: string): number;
}

export const PLATFORMS: readonly Platform[] = ['discord', 'telegram'];

/** A new person. Speaks English unless told otherwise. */
export function personOn(
  platform: Platform,
  { discord, telegram }: Pick<Sandboxes, Platform>,
  { name = 'Kim', chinese = false }: { name?: string; chinese?: boolean } = {},
): Person {
  return platform === 'discord'
    ? new DiscordPerson(discord.user({ username: name, locale: chinese ? 'zh-CN' : 'en-US' }))
    : new TelegramPerson(telegram.user({ firstName: name, languageCode: chinese ? 'zh' : 'en' }));
}
