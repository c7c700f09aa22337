import type {
  TelegramGroup,
  TelegramMessage,
  TelegramSandbox,
  TelegramUser,
} from '../sandbox/telegram/index.ts';
import { type Effect, findButton, type Persona, type Scene } from './scene.ts';

/** A Telegram user at the terminal. */
export class TelegramPersona implements Persona {
  readonly name: string;
  readonly #sandbox: TelegramSandbox;
  readonly #user: TelegramUser;
  readonly #group: TelegramGroup;
  #inGroup = false;
  #last: TelegramMessage | undefined;

  constructor(sandbox: TelegramSandbox, name: string, languageCode: string) {
    this.name = name;
    this.#sandbox = sandbox;
    this.#user = sandbox.user({ firstName: name, languageCode });
    this.#group = sandbox.group({ title: 'A group', botMayDelete: true });
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
    const sent = await this.#answerIn(chat, () =>
      this.#user.send(text, this.#inGroup ? { in: this.#group } : {}),
    );
    const deleted = chat.deleted.entries.includes(sent) ? [remark('The bot has deleted your message.')] : [];
    return [...deleted, ...this.#lastScene()];
  }

  async press(button: string): Promise<readonly Effect[]> {
    const message = this.#last;
    if (message === undefined) throw new Error('there is no message with buttons yet');
    const { label } = findButton(sceneOf(message).buttons, button);
    const target = message.keyboard.flat().find(({ text }) => text === label);
    if (target && 'url' in target && target.url.includes(`t.me/${this.#sandbox.botUsername}`)) {
      this.#inGroup = false;
      await this.#answerIn(this.#user.privateChat, () => this.#user.press(message, label));
      return [remark('The private chat opens.'), ...this.#lastScene()];
    }
    const editsBefore = message.edits;
    const result = await this.#user.press(message, label, 15_000);
    if (result.kind === 'url') return [remark(`The browser opens ${result.url}`)];
    const toast = 'text' in result && result.text ? [remark(`A short notice: ${result.text}`)] : [];
    return [...toast, ...(message.edits > editsBefore ? this.#lastScene(['edited']) : [])];
  }

  seenByOthers(): readonly Effect[] {
    const messages = this.#group.messages.entries.filter(({ from }) => from.isBot);
    return messages.map((message): Effect => ({ kind: 'message', scene: sceneOf(message) }));
  }

  /** Does something and waits for the bot's next message in that chat. */
  async #answerIn<T>(chat: TelegramUser['privateChat'], act: () => T): Promise<T> {
    const before = new Set(chat.messages.entries);
    const done = act();
    this.#last = await chat.messages.waitFor(
      (message) => message.from.isBot && !before.has(message),
      'the answer of the bot on Telegram',
      15_000,
    );
    return done;
  }

  #lastScene(marks: readonly string[] = []): Effect[] {
    return this.#last === undefined ? [] : [{ kind: 'message', scene: { ...sceneOf(this.#last), marks } }];
  }
}

function sceneOf({ text, keyboard }: TelegramMessage): Scene {
  return {
    marks: [],
    lines: text.split('\n'),
    buttons: keyboard
      .flat()
      .map((button) => ({ label: button.text, ...('url' in button && { url: button.url }) })),
    colour: 'blue',
  };
}

function remark(text: string): Effect {
  return { kind: 'remark', text };
}
