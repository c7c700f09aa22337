import type { InlineKeyboardButton } from 'grammy/types';
import { buttonId } from '../chat/button-id.ts';
import { COMMANDS, flatNameOf } from '../chat/commands/index.ts';
import { parseMarkup } from '../chat/markup.ts';
import type { Audience } from '../chat/notifier.ts';
import type { Button, Reply } from '../chat/reply.ts';

const BUTTONS_A_ROW = 2;

/**
 * What a reply says, in Telegram's HTML.
 *
 * @param note what is said besides, at the end
 */
export function renderText(
  { title, paragraphs, fields = [], footer }: Pick<Reply, 'title' | 'paragraphs' | 'fields' | 'footer'>,
  note?: string,
): string {
  return [
    ...(title === undefined ? [] : [`<b>${escapeHtml(title)}</b>`]),
    ...paragraphs.map(renderParagraph),
    ...fields.map(({ label, value }) => `<b>${escapeHtml(label)}</b>\n${escapeHtml(value)}`),
    ...[footer, note].flatMap((text) => (text === undefined ? [] : [renderNote(text)])),
  ].join('\n\n');
}

/** A text in italics. @param maxLength of what people see of it, in characters */
export function renderNote(text: string, maxLength = Number.POSITIVE_INFINITY): string {
  return `<i>${escapeHtml(text.slice(0, maxLength))}</i>`;
}

/** How many characters people see of the HTML that is made here. */
export function visibleLength(html: string): number {
  return html.replace(/<[^>]*>/g, '').replace(/&#\d+;/g, '.').length;
}

/** What a reply says, as a text without markup, for the answer to a pressed button. */
export function renderPlain({ title, paragraphs }: Reply): string {
  const plain = paragraphs.map((paragraph) =>
    parseMarkup(paragraph)
      .map(({ text }) => text)
      .join(''),
  );
  return [...(title === undefined ? [] : [title]), ...plain].join('\n');
}

function renderParagraph(text: string): string {
  return parseMarkup(text)
    .map(({ style, text: content }) => {
      const escaped = escapeHtml(content);
      if (style === 'bold') return `<b>${escaped}</b>`;
      // Telegram makes commands in plain text clickable, but not those in code.
      return style === 'code' && !/^\/\w+$/.test(content) ? `<code>${escaped}</code>` : escaped;
    })
    .join('');
}

/** Buttons in rows. */
export function renderKeyboard(
  buttons: readonly Button[],
  audience: Audience,
  botUsername: string,
): InlineKeyboardButton[][] {
  const rendered = buttons.flatMap((button) => renderButton(button, audience, botUsername));
  return Array.from({ length: Math.ceil(rendered.length / BUTTONS_A_ROW) }, (_, row) =>
    rendered.slice(row * BUTTONS_A_ROW, (row + 1) * BUTTONS_A_ROW),
  );
}

function renderButton(button: Button, audience: Audience, botUsername: string): InlineKeyboardButton[] {
  switch (button.kind) {
    case 'action':
      return audience === 'everyone'
        ? []
        : [{ text: button.label, callback_data: buttonId(audience, button.action) }];
    case 'link':
      return [{ text: button.label, url: button.url }];
    case 'private-chat':
      return [
        { text: button.label, url: `https://t.me/${botUsername}?start=${startPayload(button.command)}` },
      ];
    case 'form':
      // There are no forms here: a key is sent as a message, as the text above the buttons says.
      return [];
  }
}

function startPayload(commandName: string): string {
  const command = COMMANDS.find(({ name }) => name === commandName);
  return (command && flatNameOf(command)) ?? 'start';
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
