import { KEY_KINDS, type KeyKind } from './demo-keys.ts';
import { DiscordPersona } from './discord-persona.ts';
import type { Drawing } from './draw.ts';
import type { Effect, Persona } from './scene.ts';
import { TelegramPersona } from './telegram-persona.ts';
import type { World } from './world.ts';

export const HELP = [
  'What you type goes to the bot, as the person you are: commands, keys, anything. The demo itself understands:',
  '  /as discord NAME [LANGUAGE]   be somebody on Discord   (language en-US, zh-CN, …)',
  '  /as telegram NAME [LANGUAGE]  be somebody on Telegram  (language en, zh-hans, …)',
  '  /in dm | server | group       go to the private chat, a Discord server, a Telegram group',
  '  /press 1  (or just 1)         press a button of the last message, by number or label',
  '  /others                       what other people in the server or group see of the bot',
  '  /spend 10                     use up some of the good key',
  '  /outage on | off              let the billing API fail for everybody',
  '  /mend                         let the billing API answer {down} from now on',
  '  /demo-help, /quit',
  'Keys to type, made up for this run:',
  ...Object.entries(KEY_KINDS).map(
    ([kind, text]) => `  ${`{${kind satisfies string as KeyKind}}`.padEnd(11)}${text}`,
  ),
].join('\n');

/** Plays lines: the demo's own commands, and everything else as what a person says to the bot. */
export class Stage {
  readonly #world: World;
  readonly #drawing: Drawing;
  readonly #print: (text: string) => void;
  readonly #personas = new Map<string, Persona>();
  #current: Persona;

  constructor(world: World, drawing: Drawing, print: (text: string) => void) {
    this.#world = world;
    this.#drawing = drawing;
    this.#print = (text) => print(world.keys.mask(text));
    this.#current = this.#become('discord', 'alice');
  }

  /** Who is at the keyboard, and where. */
  get whoAndWhere(): string {
    return this.#current.description;
  }

  /**
   * Plays one line. Rejects when an expected answer does not come, or the line makes no sense.
   *
   * @returns whether to go on
   */
  async play(line: string): Promise<boolean> {
    const text = line.trim();
    if (text === '') return true;
    if (text.startsWith('#')) {
      this.#print(this.#drawing.narration(text.replace(/^#+\s*/, '')));
      return true;
    }
    const [word = '', first = '', second = '', third] = text.split(/\s+/);
    switch (word) {
      case '/quit':
        return false;
      case '/demo-help':
        this.#print(HELP);
        return true;
      case '/as':
        this.#current = this.#become(first, second, third);
        return true;
      case '/in':
        this.#current.goTo(first);
        return true;
      case '/press':
        await this.#act(text, () => this.#current.press(text.slice('/press '.length)));
        return true;
      case '/others':
        this.#showOthers();
        return true;
      case '/spend':
        this.#world.keys.spend(first);
        this.#print(
          this.#drawing.effect({ kind: 'remark', text: `${first} USD of the good key are used up` }),
        );
        return true;
      case '/mend':
        this.#world.keys.recover();
        this.#remark('The billing API answers that key again.');
        return true;
      case '/outage':
        this.#setOutage(first);
        return true;
      default:
        await this.#act(text, () =>
          /^\d$/.test(text) ? this.#current.press(text) : this.#current.say(this.#world.keys.fillIn(text)),
        );
        return true;
    }
  }

  #become(platform: string, name: string, language?: string): Persona {
    const id = `${platform} ${name}`;
    const known = this.#personas.get(id);
    if (known !== undefined) return known;
    if (name === '' || (platform !== 'discord' && platform !== 'telegram')) {
      throw new Error('say who: /as discord alice, or /as telegram bob');
    }
    const persona =
      platform === 'discord'
        ? new DiscordPersona(this.#world.discord, name, language ?? 'en-US')
        : new TelegramPersona(this.#world.telegram, name, language ?? 'en');
    this.#personas.set(id, persona);
    return persona;
  }

  async #act(text: string, act: () => Promise<readonly Effect[]>): Promise<void> {
    this.#print(this.#drawing.said(this.#current.description, this.#world.keys.fillIn(text)));
    for (const effect of await act()) this.#print(this.#drawing.effect(effect));
  }

  #showOthers(): void {
    const seen = this.#current.seenByOthers();
    this.#remark(
      seen.length === 0
        ? 'What the others there see of the bot: nothing.'
        : 'What the others there see of the bot:',
    );
    for (const effect of seen) this.#print(this.#drawing.effect(effect));
  }

  #remark(text: string): void {
    this.#print(`\n${this.#drawing.effect({ kind: 'remark', text })}`);
  }

  #setOutage(state: string): void {
    if (state !== 'on' && state !== 'off') throw new Error('/outage on, or /outage off');
    const on = state === 'on';
    this.#world.billing.setOutage(
      on ? { kind: 'raw', status: 503, body: '<html>Service Unavailable</html>' } : undefined,
    );
    this.#remark(on ? 'The billing API is down now.' : 'The billing API works again.');
  }
}
