import { type Api, InputFile, InputMediaBuilder } from 'grammy';
import type { InlineKeyboardButton, InputMediaPhoto, ReplyParameters } from 'grammy/types';
import type { Audience } from '../chat/notifier.ts';
import type { Picture, Reply, TextFile } from '../chat/reply.ts';
import { renderKeyboard, renderNote, renderText, visibleLength } from './render.ts';

/** The most characters that people may see of a caption (Bot API, `sendPhoto`). */
const MAX_CAPTION_LENGTH = 1024;

type Content =
  | { readonly kind: 'text' }
  | { readonly kind: 'photo'; readonly picture: Picture }
  | { readonly kind: 'document'; readonly file: TextFile };

/** A text, or a photo or document and its caption, in Telegram's HTML. */
type Part = Content & { readonly html: string };

/** A message as Telegram takes it. */
export type Outgoing = Part & { readonly keyboard: InlineKeyboardButton[][] };

/** Where in a chat a message goes. */
interface Placing {
  readonly message_thread_id?: number;
  readonly reply_parameters?: ReplyParameters;
}

/** A reply as one message, or more where its text is too long for a caption; the last has the buttons. */
export function messagesOf(reply: Reply, audience: Audience, botUsername: string): [Outgoing, ...Outgoing[]] {
  const [first, ...more] = partsOf(reply);
  const keyboard = renderKeyboard(reply.buttons ?? [], audience, botUsername);
  const withKeyboard = (part: Part, isLast: boolean) => ({ ...part, keyboard: isLast ? keyboard : [] });
  return [
    withKeyboard(first, more.length === 0),
    ...more.map((part, index) => withKeyboard(part, index === more.length - 1)),
  ];
}

function partsOf(reply: Reply): [Part, ...Part[]] {
  const { picture, file } = reply;
  const html = renderText(reply);
  if (picture !== undefined) {
    const document: Part[] = file === undefined ? [] : [{ kind: 'document', file, html: '' }];
    return [...withPicture(reply, picture), ...document];
  }
  if (file === undefined) return [{ kind: 'text', html }];
  return fits(html)
    ? [{ kind: 'document', file, html }]
    : [
        { kind: 'text', html },
        { kind: 'document', file, html: '' },
      ];
}

/** Telegram has no texts for those who do not see a picture, so that what it shows is said in the caption. */
function withPicture(reply: Reply, picture: Picture): [Part, ...Part[]] {
  const says = reply.paragraphs.some((paragraph) => paragraph.includes(picture.alt));
  const whole = renderText(reply, says ? undefined : picture.alt);
  if (fits(whole)) return [{ kind: 'photo', picture, html: whole }];
  const { title, ...rest } = reply;
  const short = renderText({ title, paragraphs: [] }, picture.alt);
  return fits(short)
    ? [
        { kind: 'photo', picture, html: short },
        { kind: 'text', html: renderText(rest) },
      ]
    : [
        { kind: 'photo', picture, html: renderNote(picture.alt, MAX_CAPTION_LENGTH) },
        { kind: 'text', html: renderText(reply) },
      ];
}

function fits(html: string): boolean {
  return visibleLength(html) <= MAX_CAPTION_LENGTH;
}

/** Sends one message by one call. */
export function send(api: Api, chatId: number | string, message: Outgoing, placing: Placing = {}) {
  const { html, keyboard } = message;
  const options = { ...placing, parse_mode: 'HTML', reply_markup: { inline_keyboard: keyboard } } as const;
  switch (message.kind) {
    case 'text':
      return api.sendMessage(chatId, html, { ...options, link_preview_options: { is_disabled: true } });
    case 'photo':
      return api.sendPhoto(chatId, inputPhoto(message.picture), { ...options, caption: html });
    case 'document':
      return api.sendDocument(chatId, inputDocument(message.file), { ...options, caption: html });
  }
}

/** The photo that a message may become. */
export function mediaOf(picture: Picture, html: string): InputMediaPhoto {
  return InputMediaBuilder.photo(inputPhoto(picture), { caption: html, parse_mode: 'HTML' });
}

function inputPhoto({ png }: Picture): InputFile {
  return new InputFile(png, 'chart.png');
}

function inputDocument({ name, content }: TextFile): InputFile {
  return new InputFile(Buffer.from(content), name);
}
