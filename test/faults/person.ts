import type { DiscordUser, Interaction, SandboxMessage } from '../../src/sandbox/discord/index.ts';
import type { TelegramMessage, TelegramUser } from '../../src/sandbox/telegram/index.ts';
import { wordsOf } from '../e2e/discord-message.ts';
import type { Harness } from '../e2e/harness.ts';

export const PLATFORMS = ['discord', 'telegram'] as const;

export type Platform = (typeof PLATFORMS)[number];

/** Somebody who talks to the bot, whichever the platform; each method gives the words of the reply. */
export interface Person {
  balance(): Promise<string>;
  register(key: string): Promise<string>;
  showKey(): Promise<string>;
  /** Presses a button of the last reply. */
  press(label: string): Promise<string>;
  /** How many messages the bot has sent in reply; an edit of one makes it no other. */
  replies(): number;
}

/** Somebody new, who speaks English. */
export function personOn(platform: Platform, harness: Harness): Person {
  return platform === 'discord'
    ? new DiscordPerson(harness.discord.user({ username: 'alice' }))
    : new TelegramPerson(harness.telegram.user({ firstName: 'Bob', languageCode: 'en' }));
}

class DiscordPerson implements Person {
  readonly #user: DiscordUser;
  readonly #interactions: Interaction[] = [];
  #lastReply: SandboxMessage | undefined;

  constructor(user: DiscordUser) {
    this.#user = user;
  }

  balance(): Promise<string> {
    return this.#wordsOfReply(this.#user.slash('balance'));
  }

  async register(key: string): Promise<string> {
    const modal = await this.#user.slash('key set').modal();
    return this.#wordsOfReply(this.#user.submit(modal, { key }));
  }

  showKey(): Promise<string> {
    return this.#wordsOfReply(this.#user.slash('key show'));
  }

  async press(label: string): Promise<string> {
    if (this.#lastReply === undefined) throw new Error('there is nothing to press');
    return this.#wordsOfReply(this.#user.press(this.#lastReply, label));
  }

  replies(): number {
    return this.#interactions.reduce((sum, { messages }) => sum + messages.entries.length, 0);
  }

  async #wordsOfReply(interaction: Interaction): Promise<string> {
    this.#interactions.push(interaction);
    this.#lastReply = await interaction.reply();
    return wordsOf(this.#lastReply);
  }
}

class TelegramPerson implements Person {
  readonly #user: TelegramUser;

  constructor(user: TelegramUser) {
    this.#user = user;
  }

  balance(): Promise<string> {
    return this.#ask('/balance');
  }

  register(key: string): Promise<string> {
    return this.#ask(key);
  }

  showKey(): Promise<string> {
    return this.#ask('/key');
  }

  async press(label: string): Promise<string> {
    const last = this.#fromBot().at(-1);
    if (last === undefined) throw new Error('there is nothing to press');
    await this.#user.press(last, label);
    return last.text;
  }

  replies(): number {
    return this.#fromBot().length;
  }

  async #ask(text: string): Promise<string> {
    const before = new Set(this.#fromBot());
    this.#user.send(text);
    const reply = await this.#user.privateChat.messages.waitFor(
      (message) => message.from.isBot && !before.has(message),
      'an answer',
      10_000,
    );
    return reply.text;
  }

  #fromBot(): TelegramMessage[] {
    return this.#user.privateChat.messages.entries.filter(({ from }) => from.isBot);
  }
}
