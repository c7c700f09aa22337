import { MAINTENANCE } from './demo-keys.ts';
import { DiscordPersona } from './discord-persona.ts';
import type { Drawing } from './draw.ts';
import { parseDuration } from './duration.ts';
import { HELP } from './help.ts';
import type { Effect, Persona, Scene, ScenePicture } from './scene.ts';
import { TelegramPersona } from './telegram-persona.ts';
import type { World } from './world.ts';

const LINK_CODE = /\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/;

export interface StageOptions {
  readonly drawing: Drawing;
  readonly print: (text: string) => void;
  /** Is given each picture that somebody sees. @returns the name of the file that it was saved in, if it was */
  readonly onPicture: (owner: string, picture: ScenePicture) => string | undefined;
}

/** Plays lines: the demo's own commands, and everything else as what a person says to the bot. */
export class Stage {
  readonly #world: World;
  readonly #options: StageOptions;
  readonly #personas = new Map<string, Persona>();
  #current: Persona;
  #linkCode = '{code}';

  constructor(world: World, options: StageOptions) {
    this.#world = world;
    this.#options = options;
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
    if (text === '/quit') return false;
    if (text.startsWith('#')) this.#print(this.#options.drawing.narration(text.replace(/^#+\s*/, '')));
    else if (text !== '') {
      this.#world.clock.lineTyped();
      await this.#playCommand(text);
    }
    return true;
  }

  async #playCommand(text: string): Promise<void> {
    const [word = '', first = '', second, third] = text.split(/\s+/);
    switch (word) {
      case '/demo-help':
        this.#print(HELP);
        break;
      case '/as':
        this.#current = this.#become(first, second ?? '', third);
        break;
      case '/in':
        this.#current.goTo(first);
        break;
      case '/press':
        await this.#act(text, () => this.#current.press(text.slice('/press '.length)));
        break;
      case '/others':
        this.#showOthers();
        break;
      case '/wait':
        await this.#wait(first);
        break;
      case '/spend':
        this.#world.keys.spend(first, second);
        this.#remark(`${first} USD of the ${second ?? 'good'} key are used up.`);
        break;
      case '/topup':
        this.#world.keys.topUp(first, second);
        this.#remark(`${first} USD are paid into the ${second ?? 'good'} key.`);
        break;
      case '/mend':
        this.#world.keys.recover();
        this.#remark('The billing API answers that key again.');
        break;
      case '/outage':
        this.#setOutage(first);
        break;
      default:
        await this.#act(text, () =>
          /^\d$/.test(text) ? this.#current.press(text) : this.#current.say(this.#fillIn(text)),
        );
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

  #fillIn(text: string): string {
    return this.#world.keys.fillIn(text.replaceAll('{code}', this.#linkCode));
  }

  async #act(text: string, act: () => Promise<readonly Effect[]>): Promise<void> {
    this.#print(this.#options.drawing.said(this.#current.description, this.#fillIn(text)));
    for (const effect of await act()) this.#show(this.#current.name, effect);
    this.#showUnasked();
  }

  async #wait(duration: string): Promise<void> {
    await this.#world.pass(parseDuration(duration), () => this.#showUnasked());
    this.#remark(`${duration} later: it is ${this.#time}.`);
  }

  #showUnasked(): void {
    for (const persona of this.#personas.values()) {
      for (const { to, scene } of persona.takeUnasked()) {
        this.#remark(`A message from the bot to ${to}, ${this.#time}:`);
        this.#show(persona.name, { kind: 'message', scene });
      }
    }
  }

  #showOthers(): void {
    const seen = this.#current.seenByOthers();
    this.#remark(
      seen.length === 0
        ? 'What the others there see of the bot: nothing.'
        : 'What the others there see of the bot:',
    );
    for (const effect of seen) this.#show(this.#current.name, effect);
  }

  #show(owner: string, effect: Effect): void {
    const scene = effect.kind === 'message' ? effect.scene : undefined;
    this.#linkCode = (scene && codeIn(scene)) ?? this.#linkCode;
    const savedAs = scene?.picture && this.#options.onPicture(owner, scene.picture);
    this.#print(this.#options.drawing.effect(effect, savedAs));
  }

  #setOutage(state: string): void {
    if (state !== 'on' && state !== 'off') throw new Error('/outage on, or /outage off');
    const on = state === 'on';
    this.#world.billing.setOutage(on ? MAINTENANCE : undefined);
    this.#remark(on ? 'The billing API is down now.' : 'The billing API works again.');
  }

  #remark(text: string): void {
    this.#print(`\n${this.#options.drawing.effect({ kind: 'remark', text })}`);
  }

  #print(text: string): void {
    this.#options.print(this.#world.keys.mask(text));
  }

  /** `Mon, 02 Mar 2026 09:00 UTC` */
  get #time(): string {
    return `${new Date(this.#world.clock.now()).toUTCString().slice(0, -7)} UTC`;
  }
}

function codeIn({ lines }: Scene): string | undefined {
  return LINK_CODE.exec(lines.join('\n'))?.[0];
}
