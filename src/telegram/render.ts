import type { InlineKeyboardButton } from 'grammy/types';
import { buttonId } from '../chat/button-id.ts';
import { COMMANDS, flatNameOf } from '../chat/commands/index.ts';
import { parseMarkup, type Span } from '../chat/markup.ts';
import type { Audience } from '../chat/notifier.ts';
import type { Button, Reply } from '../chat/reply.ts';
import { inRows } from '../chat/rows.ts';

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
  const blocks: string[] = [];
  if (title !== undefined) blocks.push(`<b>${escapeHtml(title)}</b>`);
  for (const paragraph of paragraphs) blocks.push(renderParagraph(paragraph));
  for (const { label, value } of fields) blocks.push(`<b>${escapeHtml(label)}</b>\n${escapeHtml(value)}`);
  if (footer !== undefined) blocks.push(renderNote(footer));
  if (note !== undefined) blocks.push(renderNote(note));
  return blocks.join('\n\n');
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
  let html = '';
  for (const span of parseMarkup(text)) html += renderSpan(span);
  return html;
}

function renderSpan({ style, text }: Span): string {
  const escaped = escapeHtml(text);
  if (style === 'bold') return `<b>${escaped}</b>`;
  // Telegram makes commands in plain text clickable, but not those in code.
  return style === 'code' && !/^\/\w+$/.test(text) ? `<code>${escaped}</code>` : escaped;
}

/** Buttons in rows. */
export function renderKeyboard(
  buttons: readonly Button[],
  audience: Audience,
  botUsername: string,
): InlineKeyboardButton[][] {
  return inRows(buttons, BUTTONS_A_ROW, (button) => renderButton(button, audience, botUsername));
}

/** `undefined` for what is not there for that audience. */
function renderButton(
  button: Button,
  audience: Audience,
  botUsername: string,
): InlineKeyboardButton | undefined {
  const { label: text } = button;
  switch (button.kind) {
    case 'action':
      return audience === 'everyone' ? undefined : { text, callback_data: buttonId(audience, button.action) };
    case 'link':
      return { text, url: button.url };
    case 'private-chat':
      return { text, url: `https://t.me/${botUsername}?start=${startPayload(button.command)}` };
    case 'form':
      // There are no forms here: a key is sent as a message, as the text above the buttons says.
      return undefined;
  }
}

function startPayload(commandName: string): string {
  const command = COMMANDS.find(({ name }) => name === commandName);
  return (command && flatNameOf(command)) ?? 'start';
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
