import type { TelegramMessage, TelegramUser } from '../../src/sandbox/telegram/index.ts';
import { isWanted, seen, type Wanted } from './messages.ts';
import type { Person, Picture, TextFile, Values } from './person.ts';

/** Somebody with Telegram's app, in the private chat with the bot. */
export class TelegramPerson implements Person {
  readonly platform = 'telegram';
  readonly #user: TelegramUser;
  /** What was answered or waited for already. */
  readonly #known = new Set<TelegramMessage>();
  #last: TelegramMessage | undefined;

  constructor(user: TelegramUser) {
    this.#user = user;
  }

  get id(): string {
    return String(this.#user.id);
  }

  command(name: string, values: Values = {}): Promise<string> {
    return this.write(commandText(name, values));
  }

  sendPicture(): Promise<string> {
    const answer = this.#waitForNew();
    this.#user.sendPhoto();
    return answer;
  }

  register(key: string, name?: string): Promise<string> {
    return this.write(name === undefined ? key : `/key ${name} ${key}`);
  }

  say(name: string, values: Values = {}): void {
    this.tell(commandText(name, values));
  }

  tell(text: string): void {
    this.#user.send(text);
  }

  write(text: string): Promise<string> {
    const answer = this.#waitForNew();
    this.tell(text);
    return answer;
  }

  async press(label: string): Promise<string> {
    const message = seen(this.#last);
    await this.#user.press(message, label);
    return message.text;
  }

  async pressForNew(label: string): Promise<string> {
    const answer = this.#waitForNew();
    await this.#user.press(seen(this.#last), label);
    return answer;
  }

  async pressAside(label: string): Promise<string> {
    const before = this.#answers().length;
    const said = await this.#user.press(seen(this.#last), label, 10_000);
    if (said.kind === 'answer' && said.text !== '') return said.text;
    const aside = seen(this.#answers()[before]);
    this.#known.add(aside);
    return aside.text;
  }

  shown(): readonly string[] {
    const { text, keyboard } = seen(this.#last);
    return [text, ...keyboard.flat().map((button) => button.text)];
  }

  picture(): Picture | undefined {
    const { photo, text } = seen(this.#last);
    return photo && { png: photo.bytes, alt: text };
  }

  file(): TextFile | undefined {
    const { document } = seen(this.#last);
    return document && { name: document.fileName, text: document.bytes.toString() };
  }

  waitForMessage(wanted: Wanted): Promise<string> {
    return this.#waitFor((message) => !this.#known.has(message) && isWanted(wanted, message.text));
  }

  block(): void {
    this.#user.block();
  }

  unblock(): void {
    this.#user.unblock();
  }

  tap(label: string): void {
    // The answer may never come: whoever waits for nothing does not mind.
    this.#user.press(seen(this.#last), label).catch(() => undefined);
  }

  atAnotherDevice(): Person {
    return new TelegramPerson(this.#user);
  }

  replies(): number {
    return this.#answers().length;
  }

  received(text: string): number {
    return this.#answers().filter((message) => message.text.includes(text)).length;
  }

  #waitForNew(): Promise<string> {
    const before = new Set(this.#answers());
    return this.#waitFor((message) => !before.has(message));
  }

  async #waitFor(predicate: (message: TelegramMessage) => boolean): Promise<string> {
    const { messages } = this.#user.privateChat;
    const isFound = (message: TelegramMessage) => message.from.isBot && predicate(message);
    this.#last = await messages.waitFor(isFound, 'a message of the bot', 10_000);
    this.#known.add(this.#last);
    return this.#last.text;
  }

  #answers(): TelegramMessage[] {
    return this.#user.privateChat.messages.entries.filter(({ from }) => from.isBot);
  }
}

function commandText(name: string, values: Values): string {
  const words = Object.entries(values).map(([option, value]) =>
    option === 'name' ? String(value) : `${option}:${value}`,
  );
  return [`/${name}`, ...words].join(' ');
}
