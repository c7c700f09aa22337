import { type APIEmbed, Colors, ComponentType, InteractionResponseType } from 'discord.js';
import type {
  DiscordGuild,
  DiscordSandbox,
  DiscordUser,
  Interaction,
  SandboxMessage,
  SandboxModal,
} from '../sandbox/discord/index.ts';
import { type Effect, findButton, type Persona, type Scene, type SceneButton } from './scene.ts';

/** A Discord user at the terminal. */
export class DiscordPersona implements Persona {
  readonly name: string;
  readonly #sandbox: DiscordSandbox;
  readonly #user: DiscordUser;
  readonly #guild: DiscordGuild;
  #inServer = false;
  #last: SandboxMessage | undefined;
  /** A form that is open: what is said next is typed into it. */
  #openForm: SandboxModal | undefined;

  constructor(sandbox: DiscordSandbox, name: string, locale: string) {
    this.name = name;
    this.#sandbox = sandbox;
    this.#user = sandbox.user({ username: name, locale });
    this.#guild = sandbox.guild({ name: 'A server' });
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
    this.#last = await this.#user.dmChannel.messages.waitFor(
      (message) => message.author.bot && !before.has(message),
      'the answer of the bot on Discord',
      15_000,
    );
    return [{ kind: 'message', scene: sceneOf(this.#last) }];
  }

  async press(button: string): Promise<readonly Effect[]> {
    const message = this.#last;
    if (message === undefined) throw new Error('there is no message with buttons yet');
    const { label, url } = findButton(sceneOf(message).buttons, button);
    if (url !== undefined) return [{ kind: 'remark', text: `The browser opens ${url}` }];
    return this.#outcomeOf(this.#user.press(message, label));
  }

  seenByOthers(): readonly Effect[] {
    const messages = this.#guild.channel.messages.entries.filter(({ author }) => author.bot);
    return messages.map((message): Effect => ({ kind: 'message', scene: sceneOf(message) }));
  }

  /** `key set`, `language zh-CN`: a command's path, then the value of its option. */
  #slash(words: string): Interaction {
    const where = this.#inServer ? this.#guild : ('dm' as const);
    const [root = '', second, ...rest] = words.split(' ');
    const command = this.#sandbox.registeredCommands().find(({ name }) => name === root);
    const option = command?.options?.find((each) => each.type !== 1);
    if (second === undefined) return this.#user.slash(root, { in: where });
    if (option === undefined) return this.#user.slash([root, second].join(' '), { in: where });
    return this.#user.slash(root, { in: where, values: { [option.name]: [second, ...rest].join(' ') } });
  }

  async #outcomeOf(interaction: Interaction): Promise<readonly Effect[]> {
    const { type } = await interaction.firstAnswer();
    if (type === InteractionResponseType.Modal) {
      this.#openForm = await interaction.modal();
      return [
        { kind: 'form', form: { title: this.#openForm.title, field: this.#openForm.inputs[0]?.label ?? '' } },
      ];
    }
    this.#last = await interaction.reply();
    return [{ kind: 'message', scene: sceneOf(this.#last) }];
  }
}

const COLOURS: ReadonlyMap<number | undefined, Scene['colour']> = new Map([
  [Colors.Green, 'green'],
  [Colors.Yellow, 'yellow'],
  [Colors.Red, 'red'],
  [Colors.Orange, 'magenta'],
]);

function sceneOf(message: SandboxMessage): Scene {
  const [embed = {}] = message.embeds;
  return {
    marks: [...(message.ephemeral ? ['only you see this'] : []), ...(message.edits > 0 ? ['edited'] : [])],
    title: embed.title,
    lines: linesOf(embed),
    buttons: buttonsOf(message),
    colour: COLOURS.get(embed.color) ?? 'blue',
  };
}

function linesOf({ description = '', fields = [], footer }: APIEmbed): string[] {
  return [
    ...plain(description).split('\n'),
    ...(fields.length > 0 ? [''] : []),
    ...fields.map(({ name, value }) => `${name}: ${plain(value)}`),
    ...(footer ? ['', footer.text] : []),
  ];
}

/** Markdown as a person sees it. */
function plain(text: string): string {
  return text.replace(/\*\*|`/g, '').replace(/\\(?=[^\w\s])/g, '');
}

function buttonsOf({ components }: SandboxMessage): SceneButton[] {
  return components.flatMap((row) =>
    row.type !== ComponentType.ActionRow
      ? []
      : row.components.flatMap((part) =>
          'label' in part && part.label
            ? [{ label: part.label, ...('url' in part && { url: part.url }) }]
            : [],
        ),
  );
}
