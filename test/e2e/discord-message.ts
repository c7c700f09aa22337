import type { SandboxMessage } from '../../src/sandbox/discord/index.ts';

/** The title of a message's embed. */
export function titleOf(message: SandboxMessage): string | undefined {
  return message.embeds[0]?.title;
}

/** All that a person reads in a message. */
export function wordsOf({ content, embeds }: SandboxMessage): string {
  return [
    content,
    ...embeds.flatMap(({ title, description, fields, footer }) => [
      title,
      description,
      ...(fields ?? []).flatMap(({ name, value }) => [name, value]),
      footer?.text,
    ]),
  ].join('\n');
}

/** The labels of a message's buttons, in order. */
export function buttonLabels({ components }: SandboxMessage): string[] {
  return components.flatMap((row) =>
    'components' in row
      ? row.components.flatMap((part) => ('label' in part && part.label ? [part.label] : []))
      : [],
  );
}
