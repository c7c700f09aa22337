import type { InlineKeyboardButton } from 'grammy/types';
import { buttonId } from '../chat/button-id.ts';
import { COMMANDS, flatNameOf } from '../chat/commands/index.ts';
import { parseMarkup } from '../chat/markup.ts';
import type { Button, Reply } from '../chat/reply.ts';
import type { Identity } from '../identity.ts';

const BUTTONS_A_ROW = 2;

/** A reply as a message in Telegram's HTML, and its keyboard, whose buttons only `user` may press. */
export function renderReply(reply: Reply, user: Identity, botUsername: string) {
  const parts = [
    ...(reply.title === undefined ? [] : [`<b>${escapeHtml(reply.title)}</b>`]),
    ...reply.paragraphs.map(renderText),
    ...(reply.fields ?? []).map(({ label, value }) => `<b>${escapeHtml(label)}</b>\n${escapeHtml(value)}`),
    ...(reply.footer === undefined ? [] : [`<i>${escapeHtml(reply.footer)}</i>`]),
  ];
  return {
    text: parts.join('\n\n'),
    options: {
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
      reply_markup: { inline_keyboard: renderKeyboard(reply.buttons ?? [], user, botUsername) },
    },
  } as const;
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

function renderText(text: string): string {
  return parseMarkup(text)
    .map(({ style, text: content }) => {
      const escaped = escapeHtml(content);
      if (style === 'bold') return `<b>${escaped}</b>`;
      // Telegram makes commands in plain text clickable, but not those in code.
      return style === 'code' && !/^\/\w+$/.test(content) ? `<code>${escaped}</code>` : escaped;
    })
    .join('');
}

function renderKeyboard(
  buttons: readonly Button[],
  user: Identity,
  botUsername: string,
): InlineKeyboardButton[][] {
  const rendered = buttons.flatMap((button) => renderButton(button, user, botUsername));
  return Array.from({ length: Math.ceil(rendered.length / BUTTONS_A_ROW) }, (_, row) =>
    rendered.slice(row * BUTTONS_A_ROW, (row + 1) * BUTTONS_A_ROW),
  );
}

function renderButton(button: Button, user: Identity, botUsername: string): InlineKeyboardButton[] {
  switch (button.kind) {
    case 'action':
      return [{ text: button.label, callback_data: buttonId(user, button.action) }];
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
