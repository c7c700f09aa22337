import type { Platform } from '../../src/identity.ts';
import type { DiscordUser, Interaction, SandboxMessage } from '../../src/sandbox/discord/index.ts';
import type { TelegramMessage, TelegramUser } from '../../src/sandbox/telegram/index.ts';
import { buttonLabels, wordsOf } from './discord-message.ts';
import type { Sandboxes } from './sandboxes.ts';

/** Somebody who uses the bot in private, on either platform: for what must hold on both. */
export interface Person {
  readonly platform: Platform;
  readonly id: string;
  /** Uses a command, by its name on Telegram, and returns what the bot answers. */
  command(name: string): Promise<string>;
  /** Uses a command, and waits for nothing. */
  say(name: string): void;
  /** Writes to the bot, and waits for nothing. */
  tell(text: string): void;
  /** Writes to the bot, and returns what it answers. */
  write(text: string): Promise<string>;
  /** Registers a key in the way that the platform offers first, and returns what the bot answers. */
  register(key: string): Promise<string>;
  /** Presses a button of the last answer, and returns what that says then. */
  press(label: string): Promise<string>;
  /** Presses a button of the last answer, and returns what is said beside that answer. */
  pressAside(label: string): Promise<string>;
  /** What stands in the last answer by now: its words, then its buttons. */
  shown(): readonly string[];
  /** Presses a button of the last answer, and waits for nothing. */
  tap(label: string): void;
  /** How many messages the bot has sent to this person; an edited one is one all the same. */
  replies(): number;
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

class DiscordPerson implements Person {
  readonly platform = 'discord';
  readonly #user: DiscordUser;
  readonly #interactions: Interaction[] = [];
  #last: SandboxMessage | undefined;

  constructor(user: DiscordUser) {
    this.#user = user;
  }

  get id(): string {
    return this.#user.id;
  }

  command(name: string): Promise<string> {
    return this.#replyTo(this.#user.slash(pathOf(name)));
  }

  async register(key: string): Promise<string> {
    const modal = await this.#user.slash('key set').modal();
    return this.#replyTo(this.#user.submit(modal, { key }));
  }

  say(name: string): void {
    this.#user.slash(pathOf(name));
  }

  tell(text: string): void {
    this.#user.dm(text);
  }

  async write(text: string): Promise<string> {
    const { messages } = this.#user.dmChannel;
    const before = new Set<SandboxMessage>(messages.entries);
    this.tell(text);
    const isAnswer = (message: SandboxMessage) => message.author.bot && !before.has(message);
    return this.#read(await messages.waitFor(isAnswer, 'an answer'));
  }

  press(label: string): Promise<string> {
    return this.#replyTo(this.#user.press(seen(this.#last), label));
  }

  async pressAside(label: string): Promise<string> {
    const { messages } = this.#user.press(seen(this.#last), label);
    return wordsOf(await messages.waitFor(() => true, 'an answer beside', 10_000));
  }

  shown(): readonly string[] {
    const message = seen(this.#last);
    return [wordsOf(message), ...buttonLabels(message)];
  }

  tap(label: string): void {
    this.#user.press(seen(this.#last), label);
  }

  replies(): number {
    const direct = this.#user.dmChannel.messages.entries.filter(({ author }) => author.bot);
    const other = this.#interactions.flatMap(({ messages }) => messages.entries);
    return new Set<SandboxMessage>([...direct, ...other]).size;
  }

  async #replyTo(interaction: Interaction): Promise<string> {
    this.#interactions.push(interaction);
    return this.#read(await interaction.reply());
  }

  #read(message: SandboxMessage): string {
    this.#last = message;
    return wordsOf(message);
  }
}

class TelegramPerson implements Person {
  readonly platform = 'telegram';
  readonly #user: TelegramUser;
  #last: TelegramMessage | undefined;

  constructor(user: TelegramUser) {
    this.#user = user;
  }

  get id(): string {
    return String(this.#user.id);
  }

  command(name: string): Promise<string> {
    return this.write(`/${name}`);
  }

  register(key: string): Promise<string> {
    return this.write(key);
  }

  say(name: string): void {
    this.tell(`/${name}`);
  }

  tell(text: string): void {
    this.#user.send(text);
  }

  async write(text: string): Promise<string> {
    const { messages } = this.#user.privateChat;
    const before = new Set(messages.entries);
    this.tell(text);
    const isAnswer = (message: TelegramMessage) => message.from.isBot && !before.has(message);
    this.#last = await messages.waitFor(isAnswer, 'an answer', 10_000);
    return this.#last.text;
  }

  async press(label: string): Promise<string> {
    const message = seen(this.#last);
    await this.#user.press(message, label);
    return message.text;
  }

  async pressAside(label: string): Promise<string> {
    const before = this.#answers().length;
    const said = await this.#user.press(seen(this.#last), label, 10_000);
    if (said.kind === 'answer' && said.text !== '') return said.text;
    return seen(this.#answers()[before]).text;
  }

  shown(): readonly string[] {
    const { text, keyboard } = seen(this.#last);
    return [text, ...keyboard.flat().map((button) => button.text)];
  }

  tap(label: string): void {
    // The answer may never come: whoever waits for nothing does not mind.
    this.#user.press(seen(this.#last), label).catch(() => undefined);
  }

  replies(): number {
    return this.#answers().length;
  }

  #answers(): TelegramMessage[] {
    return this.#user.privateChat.messages.entries.filter(({ from }) => from.isBot);
  }
}

/** Discord's name for a command. */
function pathOf(name: string): string {
  return { key: 'key show', removekey: 'key remove' }[name] ?? name;
}

function seen<Message>(message: Message | undefined): Message {
  if (message === undefined) throw new Error('there is no message with buttons');
  return message;
}
