import { type APIEmbed, Colors, ComponentType } from 'discord.js';
import type { Attachment, SandboxMessage } from '../sandbox/discord/index.ts';
import { type Scene, type SceneButton, titleIn } from './scene.ts';

const COLOURS: ReadonlyMap<number | undefined, Scene['colour']> = new Map([
  [Colors.Green, 'green'],
  [Colors.Yellow, 'yellow'],
  [Colors.Red, 'red'],
  [Colors.Orange, 'magenta'],
]);

/** A message as Discord's app shows it. */
export function sceneOf(message: SandboxMessage): Scene {
  const [embed = {}] = message.embeds;
  return {
    marks: [...(message.ephemeral ? ['only you see this'] : []), ...(message.edits > 0 ? ['edited'] : [])],
    title: embed.title,
    lines: linesOf(embed),
    ...attachedTo(message),
    buttons: buttonsOf(message),
    colour: COLOURS.get(embed.color) ?? 'blue',
  };
}

function linesOf({ description = '', fields = [], footer }: APIEmbed): string[] {
  const said = description === '' ? [] : plain(description).split('\n');
  return [
    ...said,
    ...(said.length > 0 && fields.length > 0 ? [''] : []),
    ...fields.flatMap(({ name, value }) => `${name}: ${plain(value)}`.split('\n')),
    ...(footer ? ['', footer.text] : []),
  ];
}

function attachedTo({ attachments }: SandboxMessage): Pick<Scene, 'picture' | 'file'> {
  const picture = attachments.find(isPicture);
  const file = attachments.find((each) => !isPicture(each));
  const alt = picture?.description ?? '';
  return {
    picture: picture && { png: picture.bytes, title: titleIn(alt), alt },
    file: file && { name: file.filename, text: file.bytes.toString() },
  };
}

function isPicture({ content_type: type }: Attachment): boolean {
  return type.startsWith('image/');
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
