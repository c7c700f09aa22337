import {
  ActionRowBuilder,
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIEmbed,
  ButtonStyle,
  Colors,
  ComponentType,
  ModalBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import { buttonId, FORM_PRESS } from '../chat/button-id.ts';
import { parseMarkup, type Span } from '../chat/markup.ts';
import type { Audience } from '../chat/notifier.ts';
import type { Button, Form, Reply, Tone } from '../chat/reply.ts';
import { inRows } from '../chat/rows.ts';
import type { Identity } from '../identity.ts';

/** The custom id of the form's one text input. */
export const FORM_FIELD = 'key';

const BUTTONS_A_ROW = 5;

/** Of a modal (Discord documentation, "Modal"). */
const MAX_TITLE_LENGTH = 45;

/** What a picture is called among the files of its message. */
const PICTURE = 'chart.png';

/** Of an attachment (Discord documentation, "Attachment"). */
const MAX_DESCRIPTION_LENGTH = 1024;

const COLOURS: Readonly<Record<Tone, number>> = {
  good: Colors.Green,
  low: Colors.Yellow,
  critical: Colors.Red,
  neutral: Colors.Blurple,
  problem: Colors.Orange,
};

const STYLES = {
  primary: ButtonStyle.Primary,
  secondary: ButtonStyle.Secondary,
  danger: ButtonStyle.Danger,
} as const;

/** A message as Discord takes it, and the files that are uploaded beside it. */
export type RenderedReply = ReturnType<typeof renderReply>;

/**
 * A reply as one embed, rows of buttons, and files. As Discord takes them: the builders of discord.js make the errors
 * of whatever is not, also where nothing is wrong, which takes longer than all the rest of a reply.
 */
export function renderReply(reply: Reply, audience: Audience) {
  const files = filesOf(reply);
  return {
    body: {
      embeds: [renderEmbed(reply)],
      components: renderButtons(reply.buttons ?? [], audience),
      // An empty list, unlike none at all, takes the files from a message that is edited.
      attachments: files.map(({ name, description }, index) => ({
        id: String(index),
        filename: name,
        ...(description !== undefined && { description }),
      })),
      allowed_mentions: { parse: [] },
    },
    files: files.map(({ name, data }) => ({ name, data })),
  };
}

function renderEmbed({ tone, title, paragraphs, fields = [], footer, picture }: Reply): APIEmbed {
  const embed: APIEmbed = {
    color: COLOURS[tone],
    fields: fields.map(({ label, value }) => ({
      name: escapeText(label),
      value: escapeText(value),
      inline: true,
    })),
  };
  const description = paragraphs.map(renderText).join('\n\n');
  if (title !== undefined) embed.title = escapeText(title);
  if (description !== '') embed.description = description;
  if (footer !== undefined) embed.footer = { text: footer };
  if (picture !== undefined) embed.image = { url: `attachment://${PICTURE}` };
  return embed;
}

interface File {
  readonly name: string;
  readonly data: Buffer;
  readonly description?: string;
}

function filesOf({ picture, file }: Reply): File[] {
  const files: File[] = [];
  if (picture) {
    const description = beginningOf(picture.alt, MAX_DESCRIPTION_LENGTH);
    files.push({ name: PICTURE, data: Buffer.from(picture.png), description });
  }
  if (file) files.push({ name: file.name, data: Buffer.from(file.content) });
  return files;
}

/** A form as a modal. */
export function renderForm(form: Form, user: Identity, command: string): ModalBuilder {
  const input = new TextInputBuilder()
    .setCustomId(FORM_FIELD)
    .setLabel(form.field)
    .setPlaceholder(form.placeholder)
    .setStyle(TextInputStyle.Short)
    .setMinLength(1)
    .setMaxLength(4000)
    .setRequired(true);
  return new ModalBuilder()
    .setCustomId(
      buttonId(user, { command, press: FORM_PRESS, ...(form.name !== undefined && { argument: form.name }) }),
    )
    .setTitle(beginningOf(form.title, MAX_TITLE_LENGTH))
    .addComponents(new ActionRowBuilder<TextInputBuilder>().addComponents(input));
}

function renderText(text: string): string {
  let rendered = '';
  for (const span of parseMarkup(text)) rendered += renderSpan(span);
  return rendered;
}

function renderSpan({ style, text }: Span): string {
  if (style === 'code') return `\`${text}\``;
  const escaped = escapeText(text);
  return style === 'bold' ? `**${escaped}**` : escaped;
}

/** Takes all markup from a text but its links. The escaping of discord.js overlooks some behind links and emoji. */
function escapeText(text: string): string {
  return text.replace(/https?:\/\/[^\s<>]+|[\\*_~`|[\]<]/g, (found) =>
    found.startsWith('http') ? found : `\\${found}`,
  );
}

/** As much of a text as fits, in UTF-16 code units, without half a character at its end. */
function beginningOf(text: string, maxLength: number): string {
  return text.slice(0, maxLength).replace(/[\ud800-\udbff]$/, '');
}

function renderButtons(
  buttons: readonly Button[],
  audience: Audience,
): APIActionRowComponent<APIButtonComponent>[] {
  const rows = inRows(buttons, BUTTONS_A_ROW, (button) => renderButton(button, audience));
  return rows.map((components) => ({ type: ComponentType.ActionRow, components }));
}

/** `undefined` for what is not there for that audience. */
function renderButton(button: Button, audience: Audience): APIButtonComponent | undefined {
  const { label } = button;
  const type = ComponentType.Button;
  switch (button.kind) {
    case 'action':
      if (audience === 'everyone') return undefined;
      return { type, label, style: STYLES[button.style], custom_id: buttonId(audience, button.action) };
    case 'form': {
      if (audience === 'everyone') return undefined;
      const action = { command: button.command, press: FORM_PRESS };
      return { type, label, style: ButtonStyle.Primary, custom_id: buttonId(audience, action) };
    }
    case 'link':
      return { type, label, style: ButtonStyle.Link, url: button.url };
    case 'private-chat':
      // Answers to commands are ephemeral here, so there is no place to lead away from.
      return undefined;
  }
}
