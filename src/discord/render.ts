import {
  ActionRowBuilder,
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIEmbed,
  ButtonStyle,
  Colors,
  ComponentType,
  type MessageFlags,
  ModalBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import { buttonId, FORM_PRESS } from '../chat/button-id.ts';
import { parseMarkup } from '../chat/markup.ts';
import type { Audience } from '../chat/notifier.ts';
import type { Button, Form, Reply, Tone } from '../chat/reply.ts';
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
export type RenderedReply = ReturnType<typeof renderReply> & { readonly flags?: MessageFlags };

/**
 * A reply as one embed, rows of buttons, and files. As Discord takes them: the builders of discord.js make the errors
 * of whatever is not, also where nothing is wrong, which takes longer than all the rest of a reply.
 */
export function renderReply(reply: Reply, audience: Audience) {
  const files = filesOf(reply);
  return {
    embeds: [renderEmbed(reply)],
    components: renderButtons(reply.buttons ?? [], audience),
    // An empty list, unlike none at all, takes the files from a message that is edited.
    attachments: files.map(({ name, description }, index) => ({
      id: String(index),
      filename: name,
      ...(description !== undefined && { description }),
    })),
    allowed_mentions: { parse: [] },
    files: files.map(({ name, data }) => ({ name, data })),
  };
}

function renderEmbed({ tone, title, paragraphs, fields = [], footer, picture }: Reply): APIEmbed {
  const description = paragraphs.map(renderText).join('\n\n');
  return {
    color: COLOURS[tone],
    ...(title !== undefined && { title: escapeText(title) }),
    ...(description !== '' && { description }),
    fields: fields.map(({ label, value }) => ({
      name: escapeText(label),
      value: escapeText(value),
      inline: true,
    })),
    ...(footer !== undefined && { footer: { text: footer } }),
    ...(picture !== undefined && { image: { url: `attachment://${PICTURE}` } }),
  };
}

interface File {
  readonly name: string;
  readonly data: Buffer;
  readonly description?: string;
}

function filesOf({ picture, file }: Reply): File[] {
  return [
    ...(picture
      ? [
          {
            name: PICTURE,
            data: Buffer.from(picture.png),
            description: beginningOf(picture.alt, MAX_DESCRIPTION_LENGTH),
          },
        ]
      : []),
    ...(file ? [{ name: file.name, data: Buffer.from(file.content) }] : []),
  ];
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
  return parseMarkup(text)
    .map(({ style, text: content }) => {
      if (style === 'code') return `\`${content}\``;
      const escaped = escapeText(content);
      return style === 'bold' ? `**${escaped}**` : escaped;
    })
    .join('');
}

/** Takes all markup from a text but its links. The escaping of discord.js overlooks some behind links and emoji. */
function escapeText(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>]+)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[\\*_~`|[\]<]/g, '\\$&')))
    .join('');
}

/** As much of a text as fits, in UTF-16 code units, without half a character at its end. */
function beginningOf(text: string, maxLength: number): string {
  return text.slice(0, maxLength).replace(/[\ud800-\udbff]$/, '');
}

function renderButtons(
  buttons: readonly Button[],
  audience: Audience,
): APIActionRowComponent<APIButtonComponent>[] {
  const rendered = buttons.flatMap((button) => renderButton(button, audience));
  return Array.from({ length: Math.ceil(rendered.length / BUTTONS_A_ROW) }, (_, row) => ({
    type: ComponentType.ActionRow,
    components: rendered.slice(row * BUTTONS_A_ROW, (row + 1) * BUTTONS_A_ROW),
  }));
}

function renderButton(button: Button, audience: Audience): APIButtonComponent[] {
  const beginning = { type: ComponentType.Button, label: button.label } as const;
  switch (button.kind) {
    case 'action':
      if (audience === 'everyone') return [];
      return [{ ...beginning, style: STYLES[button.style], custom_id: buttonId(audience, button.action) }];
    case 'form':
      if (audience === 'everyone') return [];
      return [
        {
          ...beginning,
          style: ButtonStyle.Primary,
          custom_id: buttonId(audience, { command: button.command, press: FORM_PRESS }),
        },
      ];
    case 'link':
      return [{ ...beginning, style: ButtonStyle.Link, url: button.url }];
    case 'private-chat':
      // Answers to commands are ephemeral here, so there is no place to lead away from.
      return [];
  }
}
