import type {
  Attachment,
  DiscordUser,
  Interaction,
  SandboxMessage,
} from '../../src/sandbox/discord/index.ts';
import { buttonLabels, wordsOf } from './discord-message.ts';
import { isWanted, seen, type Wanted } from './messages.ts';
import type { Person, Picture, TextFile, Values } from './person.ts';

/** Somebody with Discord's app, in direct messages with the bot. */
export class DiscordPerson implements Person {
  readonly platform = 'discord';
  readonly #user: DiscordUser;
  readonly #interactions: Interaction[] = [];
  /** What was answered or waited for already. */
  readonly #known = new Set<SandboxMessage>();
  #last: SandboxMessage | undefined;

  constructor(user: DiscordUser) {
    this.#user = user;
  }

  get id(): string {
    return this.#user.id;
  }

  command(name: string, values: Values = {}): Promise<string> {
    return this.#replyTo(this.#user.slash(pathOf(name), { values }));
  }

  sendPicture(): Promise<string> {
    return this.write('');
  }

  async register(key: string, name?: string): Promise<string> {
    const modal = await this.#user.slash('key set', name === undefined ? {} : { values: { name } }).modal();
    return this.#replyTo(this.#user.submit(modal, { key }));
  }

  say(name: string, values: Values = {}): void {
    this.#user.slash(pathOf(name), { values });
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

  async pressForNew(label: string): Promise<string> {
    const interaction = this.#user.press(seen(this.#last), label);
    this.#interactions.push(interaction);
    return this.#read(await interaction.messages.waitFor(() => true, 'a new message', 10_000));
  }

  async pressAside(label: string): Promise<string> {
    const { messages } = this.#user.press(seen(this.#last), label);
    return wordsOf(await messages.waitFor(() => true, 'an answer beside', 10_000));
  }

  shown(): readonly string[] {
    const message = seen(this.#last);
    return [wordsOf(message), ...buttonLabels(message)];
  }

  picture(): Picture | undefined {
    const found = seen(this.#last).attachments.find(isPicture);
    return found && { png: found.bytes, alt: found.description ?? '' };
  }

  file(): TextFile | undefined {
    const found = seen(this.#last).attachments.find((each) => !isPicture(each));
    return found && { name: found.filename, text: found.bytes.toString() };
  }

  async waitForMessage(wanted: Wanted): Promise<string> {
    const answers = new Set<SandboxMessage>(this.#interactions.flatMap(({ messages }) => messages.entries));
    const isUnasked = (message: SandboxMessage) =>
      message.author.bot &&
      !this.#known.has(message) &&
      !answers.has(message) &&
      isWanted(wanted, wordsOf(message));
    return this.#read(await this.#user.dmChannel.messages.waitFor(isUnasked, 'a message', 10_000));
  }

  block(): void {
    this.#user.closeDms();
  }

  unblock(): void {
    this.#user.openDms();
  }

  tap(label: string): void {
    this.#user.press(seen(this.#last), label);
  }

  atAnotherDevice(): Person {
    return new DiscordPerson(this.#user);
  }

  replies(): number {
    return this.#all().size;
  }

  received(text: string): number {
    return [...this.#all()].filter((message) => wordsOf(message).includes(text)).length;
  }

  #all(): ReadonlySet<SandboxMessage> {
    const direct = this.#user.dmChannel.messages.entries.filter(({ author }) => author.bot);
    const other = this.#interactions.flatMap(({ messages }) => messages.entries);
    return new Set<SandboxMessage>([...direct, ...other]);
  }

  async #replyTo(interaction: Interaction): Promise<string> {
    this.#interactions.push(interaction);
    return this.#read(await interaction.reply());
  }

  #read(message: SandboxMessage): string {
    this.#last = message;
    this.#known.add(message);
    return wordsOf(message);
  }
}

/** What Discord calls a command that has another name on Telegram. */
const PATHS: Readonly<Record<string, string>> = {
  key: 'key show',
  namekey: 'key name',
  removekey: 'key remove',
};

function pathOf(name: string): string {
  return PATHS[name] ?? name;
}

function isPicture({ content_type: type }: Attachment): boolean {
  return type.startsWith('image/');
}
