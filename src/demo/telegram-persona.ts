import type {
  TelegramChat,
  TelegramGroup,
  TelegramMessage,
  TelegramSandbox,
  TelegramUser,
} from '../sandbox/telegram/index.ts';
import { type Effect, findButton, type Persona, type Scene, titleIn, type Unasked } from './scene.ts';

/** A Telegram user at the terminal, who has a group. */
export class TelegramPersona implements Persona {
  readonly name: string;
  readonly #sandbox: TelegramSandbox;
  readonly #user: TelegramUser;
  readonly #group: TelegramGroup;
  readonly #seen = new Set<TelegramMessage>();
  #inGroup = false;
  /** The last message that has buttons. */
  #last: TelegramMessage | undefined;

  constructor(sandbox: TelegramSandbox, name: string, languageCode: string) {
    this.name = name;
    this.#sandbox = sandbox;
    this.#user = sandbox.user({ firstName: name, languageCode });
    this.#group = sandbox.group({ title: 'A group', botMayDelete: true });
    this.#group.promote(this.#user.id, 'creator');
  }

  get description(): string {
    return `${this.name} on Telegram, ${this.#inGroup ? 'in a group' : 'in the private chat with the bot'}`;
  }

  goTo(place: string): void {
    if (place !== 'dm' && place !== 'group') throw new Error('on Telegram there are: /in dm, /in group');
    this.#inGroup = place === 'group';
  }

  async say(text: string): Promise<readonly Effect[]> {
    if (this.#inGroup && !text.startsWith('/')) {
      this.#user.send(text, { in: this.#group });
      return [remark('In groups the bot only gets commands and replies to it: it has not seen this.')];
    }
    const chat = this.#inGroup ? this.#group : this.#user.privateChat;
    const answering = this.#newIn(chat);
    const sent = this.#user.send(text, this.#inGroup ? { in: this.#group } : {});
    await answering;
    const deleted = chat.deleted.entries.includes(sent) ? [remark('The bot has deleted your message.')] : [];
    return [...deleted, ...this.#seeAllIn(chat)];
  }

  async press(button: string): Promise<readonly Effect[]> {
    const message = this.#last;
    if (message === undefined) throw new Error('there is no message with buttons yet');
    const { label } = findButton(sceneOf(message).buttons, button);
    const target = message.keyboard.flat().find(({ text }) => text === label);
    if (target && 'url' in target && target.url.includes(`t.me/${this.#sandbox.botUsername}`)) {
      this.#inGroup = false;
      const answering = this.#newIn(this.#user.privateChat);
      await this.#user.press(message, label);
      await answering;
      return [remark('The private chat opens.'), ...this.#seeAllIn(this.#user.privateChat)];
    }
    const editsBefore = message.edits;
    const result = await this.#user.press(message, label, 15_000);
    if (result.kind === 'url') return [remark(`The browser opens ${result.url}`)];
    const toast = 'text' in result && result.text ? [remark(`A short notice: ${result.text}`)] : [];
    const edited = message.edits > editsBefore ? [this.#see(message, ['edited'])] : [];
    return [...toast, ...edited, ...this.#seeAllIn(message.chat)];
  }

  takeUnasked(): readonly Unasked[] {
    const unasked = (chat: TelegramChat, to: string): Unasked[] =>
      this.#seeAllIn(chat).map(({ scene }) => ({ to, scene }));
    return [
      ...unasked(this.#group, `everybody in the Telegram group of ${this.name}`),
      ...unasked(this.#user.privateChat, `${this.name} on Telegram`),
    ];
  }

  seenByOthers(): readonly Effect[] {
    const messages = this.#group.messages.entries.filter(({ from }) => from.isBot);
    return messages.map((message): Effect => ({ kind: 'message', scene: sceneOf(message) }));
  }

  /** Waits for the bot's next message in that chat. */
  #newIn(chat: TelegramChat): Promise<TelegramMessage> {
    const before = new Set(chat.messages.entries);
    return chat.messages.waitFor(
      (message) => message.from.isBot && !before.has(message),
      'the answer of the bot on Telegram',
      15_000,
    );
  }

  /** What the bot has written there and the person has not seen yet. */
  #seeAllIn({ messages }: TelegramChat) {
    return messages.entries
      .filter((message) => message.from.isBot && !this.#seen.has(message))
      .map((message) => this.#see(message));
  }

  #see(message: TelegramMessage, marks: readonly string[] = []): Extract<Effect, { kind: 'message' }> {
    this.#seen.add(message);
    if (message.keyboard.length > 0) this.#last = message;
    return { kind: 'message', scene: { ...sceneOf(message), marks } };
  }
}

function sceneOf({ text, keyboard, photo, document }: TelegramMessage): Scene {
  const lines = text.split('\n');
  return {
    marks: [],
    lines,
    // The bot says at the end of the caption what a picture shows.
    picture: photo && { png: photo.bytes, title: titleIn(lines.at(-1) ?? '') },
    file: document && { name: document.fileName, text: document.bytes.toString() },
    buttons: keyboard
      .flat()
      .map((button) => ({ label: button.text, ...('url' in button && { url: button.url }) })),
    colour: 'blue',
  };
}

function remark(text: string): Effect {
  return { kind: 'remark', text };
}
