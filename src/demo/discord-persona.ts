import { InteractionResponseType } from 'discord.js';
import type {
  DiscordGuild,
  DiscordSandbox,
  DiscordUser,
  Interaction,
  SandboxMessage,
  SandboxModal,
} from '../sandbox/discord/index.ts';
import { sceneOf } from './discord-scene.ts';
import { type Effect, findButton, type Persona, type Unasked } from './scene.ts';
import { readSlashWords } from './slash-words.ts';

/** A Discord user at the terminal, who has a server. */
export class DiscordPersona implements Persona {
  readonly name: string;
  readonly #sandbox: DiscordSandbox;
  readonly #user: DiscordUser;
  readonly #guild: DiscordGuild;
  readonly #interactions: Interaction[] = [];
  /** What the person has seen already besides the answers to interactions. */
  readonly #seen = new Set<SandboxMessage>();
  #inServer = false;
  /** The last message that has buttons. */
  #last: SandboxMessage | undefined;
  /** A form that is open: what is said next is typed into it. */
  #openForm: SandboxModal | undefined;

  constructor(sandbox: DiscordSandbox, name: string, locale: string) {
    this.name = name;
    this.#sandbox = sandbox;
    this.#user = sandbox.user({ username: name, locale });
    this.#guild = sandbox.guild({ name: 'A server' });
    this.#guild.managers.add(this.#user.id);
  }

  get description(): string {
    return `${this.name} on Discord, ${this.#inServer ? 'in a server' : 'in direct messages with the bot'}`;
  }

  goTo(place: string): void {
    if (place !== 'dm' && place !== 'server') throw new Error('on Discord there are: /in dm, /in server');
    this.#inServer = place === 'server';
  }

  async say(text: string): Promise<readonly Effect[]> {
    if (this.#openForm !== undefined) {
      const [field] = this.#openForm.inputs;
      const submitted = this.#user.submit(this.#openForm, { [field?.custom_id ?? '']: text });
      this.#openForm = undefined;
      return this.#outcomeOf(submitted);
    }
    if (text.startsWith('/')) return this.#outcomeOf(this.#slash(text.slice(1)));
    if (this.#inServer) {
      this.#user.say(text, this.#guild);
      return [
        { kind: 'remark', text: 'The bot does not read what is written in servers: it has not seen this.' },
      ];
    }
    const before = new Set(this.#user.dmChannel.messages.entries);
    this.#user.dm(text);
    const answer = await this.#user.dmChannel.messages.waitFor(
      (message) => message.author.bot && !before.has(message),
      'the answer of the bot on Discord',
      15_000,
    );
    return [this.#see(answer)];
  }

  async press(button: string): Promise<readonly Effect[]> {
    const message = this.#last;
    if (message === undefined) throw new Error('there is no message with buttons yet');
    const { label, url } = findButton(sceneOf(message).buttons, button);
    if (url !== undefined) return [{ kind: 'remark', text: `The browser opens ${url}` }];
    return this.#outcomeOf(this.#user.press(message, label));
  }

  takeUnasked(): readonly Unasked[] {
    const answers = new Set<SandboxMessage>(this.#interactions.flatMap(({ messages }) => messages.entries));
    const unasked = ({ messages }: DiscordUser['dmChannel'], to: string): Unasked[] =>
      messages.entries
        .filter((message) => message.author.bot && !answers.has(message) && !this.#seen.has(message))
        .map((message) => ({ to, scene: this.#see(message).scene }));
    return [
      ...unasked(this.#guild.channel, `everybody in the Discord server of ${this.name}`),
      ...unasked(this.#user.dmChannel, `${this.name} on Discord`),
    ];
  }

  seenByOthers(): readonly Effect[] {
    const messages = this.#guild.channel.messages.entries.filter(({ author }) => author.bot);
    return messages.map((message): Effect => ({ kind: 'message', scene: sceneOf(message) }));
  }

  #slash(words: string): Interaction {
    const { path, values } = readSlashWords(words, this.#sandbox.registeredCommands());
    return this.#user.slash(path, { in: this.#inServer ? this.#guild : 'dm', values });
  }

  async #outcomeOf(interaction: Interaction): Promise<readonly Effect[]> {
    this.#interactions.push(interaction);
    const { type } = await interaction.firstAnswer();
    if (type === InteractionResponseType.Modal) {
      this.#openForm = await interaction.modal();
      return [
        { kind: 'form', form: { title: this.#openForm.title, field: this.#openForm.inputs[0]?.label ?? '' } },
      ];
    }
    return [this.#see(await interaction.shown())];
  }

  #see(message: SandboxMessage): Extract<Effect, { kind: 'message' }> {
    this.#seen.add(message);
    const scene = sceneOf(message);
    if (scene.buttons.length > 0) this.#last = message;
    return { kind: 'message', scene };
  }
}
